"""Derives knowledge/actors/agents.tsv: common nouns for actors with their PLOVER sectors.

    python3 knowledge/import/agents.py DATA

DATA is the folder of reference data. Rows of knowledge/actors/hand/agents.tsv come first and win; the rest is read from the
OEDA agent dictionary of PLOVER, brought to lower case, singular and American spelling. Offices of a portfolio
("minister of fisheries", "fisheries ministry") are spelled out from a list.
"""
import re
import sys
from common import HAND, read_hand, write_table

SECTORS = set("AGR BUS COP CRM CVL EDU ELI GOV JRN JUD LAB LEG MED MIL OPP PRE PRM PTY REB REF REL SOC SPY UAF UNK".split())
CODES = {"NGO", "IGO", "IMG", "MNC", "ISM"}

# Entries of the dictionary that are no lemma of an actor, are misspelt, or mean something else in news prose.
DROP = set("""
land power member rep. sen. adm. capt. cmdr. col. ens. gen. lt. maj. the_court the_pm the_poor mills_association
branokker tinginist telecom telecom_consultant telecom_firm rabble ordinary vip doc monger intelligence_information
intelligence_activity naval semi-official state-owned hardline_islamic jewish islamic hebrew religion landholder
granger oiler cropper gangdom gangland recreant crusader escalated conveyancer promulgator assemblage stipendiary
carrier captain wagoner phalanx war_machine tree_hugger sodbuster privateer uprising revolt insurgence chamber
chief_of_intelligence lieutentant_(jg) manafacture enterprenuer enterpreneur traffiker maffia deputy community_leader
fighting_position weapons_storage_facility mortar_position military_presence military_rule military_led polity
bundestag bundesrat duma state_duma state_great_assembly director_of_the_federal_security_service national_congress
muslim moslem christian hindu buddhist jew sunni shia shiite maronite anglican hasid hasidim unitarian
catholic_saint ambassador_at ambassador_for ambassador_to embassy_in central_jail_of brigaider c_in_cof c_in_c_of
assembly_federale constitutional_monarcy diplomatic_building_in former_ruling_familiy filmaker gaolbird gendermarie
geologic_survey_and_its_mineral_exploration_department high_ranking_offical hit_men hmmwv katushya kindergarden
leading_news leading_religious_authority ministers_and_mps mps_of_the_ruling_party ministry_delegation_
nongovernmenal_organization nongovernmenal_organisation office_of_the_unrepresentative opthamologist palace_offcial
prime_minster provincal_office refugee_returnee sanatarium secretariate shadow_govenment snitcher
privitization_commission self-dfense_force self-defense_milita soldiers_and_their_families soldiers_with_their_families
soldiers,_along_with_their_families students_and_professor students_and_teacher owners_of_private_companies
representatives executive_department a_cabinet_meeting committee_of_state secretary_of_civil army_lt. brig._gen.
brig._general first_lt. lt._jg lieutenant_jg 1st_lt. muhabarat_ mukabarat_ power_secretary state_councilor
business_tycoon inter-governmental intergovernmental resident_of_the_capital residents_of_the_capital tourer
opposition_mps top_left_leader top_right_leader government_run_firm supreme_people__court telecom_firm
court_supreme snatcher hierarch mendicant pleader objector cantor potentate agrobusiness airline_business
army_for_the_liberation_ front_for_the_liberation_ popular_movement_for_the_liberation lieutenant_junior_grade
rapist_murderer drug_trafficking_terrorist mig moslem_militant moslem_settler moslem_cleric fuerzas_especiales
gendarmerie_nationale security_force self_defence_force province small_town state special_operations security_check echelon ensign spy_agency cash non-native naturalized
""".split())

# A portfolio and the sector it adds to GOV.
PORTFOLIOS = {
    "AGR": "agriculture;fisheries;livestock;forestry;irrigation;rural development;food",
    "BUS": "industry;industry and trade;privatization;mines",
    "COP": "public security;police",
    "EDU": "education;higher education;science and education;education and science",
    "JRN": "communications;information;information and culture;press",
    "LAB": "labor;employment;labor and social affairs;manpower",
    "MED": "health;public health;health and social welfare",
    "MIL": "defense;national defense;war;veterans affairs",
    "REF": "refugees;migration and asylum;repatriation",
    "REL": "religious affairs;religious endowments",
    "SPY": "intelligence;state security",
    "": """foreign affairs;external affairs;external relations;foreign relations;foreign trade;international
        cooperation;international development;interior;internal affairs;home affairs;justice;law;finance;treasury;budget;
        planning;economy;economic affairs;economic development;development;trade;commerce;energy;oil;petroleum;electricity;
        mining;natural resources;water;water resources;environment;climate;climate change;transport;transportation;railways;
        civil aviation;infrastructure;public works;works;construction;housing;urban development;telecommunications;post;
        technology;science;science and technology;research;innovation;digital affairs;culture;arts;heritage;sports;youth;
        youth and sports;tourism;women;women's affairs;family;gender equality;social affairs;social welfare;social
        development;pensions;immigration;migration;integration;local government;regional development;public
        administration;civil service;government;parliamentary affairs;constitutional affairs;reconciliation;national
        unity;unification;european affairs;emergency situations;emergencies;disaster management;security;national security;
        homeland security;reconstruction;lands;land;maritime affairs;shipping;presidential affairs;political affairs;
        strategic affairs;supply;consumer affairs;counter-narcotics;human rights;minorities;tribal affairs;decentralization;
        territorial administration""",
}
# Words that stand before the portfolio, or before "of" and it.
FORMS = ["{p} minister", "{p} ministry", "minister of {p}", "ministry of {p}", "minister for {p}", "deputy {p} minister",
         "deputy minister of {p}", "vice {p} minister", "vice minister of {p}"]
FORMS_US = ["{p} secretary", "secretary of {p}", "{p} department", "department of {p}", "deputy {p} secretary",
            "deputy secretary of {p}", "assistant secretary of {p}"]
US = set("""agriculture education labor health defense commerce energy transportation justice interior housing treasury
trade development environment culture immigration homeland security foreign affairs""".split()) | {"homeland security"}


def main(data):
    table = {}
    for row in read_hand("agents.tsv"):
        table[row["lemma"]] = (row["sectors"], "", row["note"], row["code"])
    for lemma, sectors in portfolios():
        table.setdefault(lemma, (sectors, "", "portfolio", ""))
    for lemma, sectors, code in dictionary(data):
        table.setdefault(lemma, (sectors, "OEDA", "", code))
    rows = [[lemma, s, src, note, code] for lemma, (s, src, note, code) in table.items()]
    write_table("agents.tsv", ["lemma", "sectors", "source", "note", "code"], rows)


def portfolios():
    for sector, names in PORTFOLIOS.items():
        for name in " ".join(names.split()).split(";"):
            sectors = "GOV|" + sector if sector else "GOV"
            article = "the " if name in {"interior", "treasury", "environment", "economy"} else ""
            for form in FORMS + (FORMS_US if name in US else []):
                p = article + name if form.endswith("{p}") else name
                yield form.format(p=p.strip()), sectors


def dictionary(data):
    text = open(f"{data}/codebook/PLOVER_agents.txt", encoding="utf-8", errors="replace").read()
    for line in text.splitlines():
        m = re.match(r"^([^\[{#]+?)\s*(?:\{[^}]*\})?\s*\[~([A-Z]+)\]", line)
        if not m or dropped(m.group(1).strip()):
            continue
        codes = [m.group(2)[i:i + 3] for i in range(0, len(m.group(2)), 3)]
        sectors = [c for c in codes if c in SECTORS]
        code = next((c for c in codes if c in CODES), "")
        # A "MINISTR" or "COMPAN" that is left is a stem, not a word; figures are models of aircraft.
        name = m.group(1).strip()
        if not (sectors or code) or re.search(r"MINIST$|AUTHORIT$|INDUSTR$|COMPAN$|FACILITIY|Ã|[0-9/(),]", name):
            continue
        for lemma in lemmas(name):
            yield lemma, "|".join(sectors), code


def dropped(name):
    low = name.lower()
    return low in DROP or low.rstrip("_") in DROP or "!MINIST!" in name or "MINIST " in name


SPELLING = {"defence": "defense", "labour": "labor", "centre": "center", "organisation": "organization",
            "neighbourhood": "neighborhood", "labourer": "laborer", "muslem": "muslim", "guerilla": "guerrilla",
            "monastary": "monastery", "peoples": "people's"}


def lemmas(name):
    base = name.lower().replace("_", " ").strip()
    persons = ["man", "woman"] if "!person!" in base else [""]
    for person in persons:
        one = base.replace("!person!", person).strip()
        words = [SPELLING.get(w, w) for w in one.replace("  ", " ").split(" ")]
        if " of " not in one:
            words[-1] = singular(words[-1])
        yield " ".join(words)


def singular(word):
    keep = {"forces", "services", "elders", "armed forces", "authorities", "marines", "barracks", "joint chiefs"}
    if word in keep or word.endswith(("ss", "us", "is", "affairs", "operations", "works")):
        return word
    for plural, one in (("men", "man"), ("women", "woman"), ("ies", "y")):
        if word.endswith(plural) and len(word) > 4:
            return word[: -len(plural)] + one
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


if __name__ == "__main__":
    main(sys.argv[1])
