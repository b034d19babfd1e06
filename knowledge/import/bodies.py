"""Derives organisations.tsv, groups.tsv, media.tsv and companies.tsv.

    python3 knowledge/import/bodies.py DATA

DATA is the folder of reference data. Rows of knowledge/actors/hand come first; to them are added, where no name of theirs is
known yet: armed groups of UCDP, parties of Party Facts that won a tenth of a vote since 1990, state media of the State
Media Monitor, and the largest companies by market value and turnover.
"""
import re
import sys
from common import join, plain, read_csv, read_hand, slug, write_table
from iso import iso

HEADER = ["id", "names", "code", "sectors", "country", "from", "to", "source"]
TABLES = ["organisations.tsv", "groups.tsv", "media.tsv", "companies.tsv"]


def main(data):
    tables = {name: [] for name in TABLES}
    known = {}
    for name in TABLES:
        for row in read_hand(name):
            tables[name].append([row[c] for c in HEADER[:-1]] + ["hand"])
            known.update((plain(n), tables[name][-1]) for n in row["names"].split("|"))
    derived = {"groups.tsv": [*armed(data), *parties(data)], "media.tsv": media(data), "companies.tsv": companies(data)}
    for name, rows in derived.items():
        for row in rows:
            add(tables[name], known, row)
    for name, rows in tables.items():
        write_table(name, HEADER, rows)


def add(table, known, row):
    """Adds a derived row; where its first name is known in its country, the row that is there gets the other names."""
    names = row[1]
    same = known.get(plain(names[0]))
    kept = [n for n in names if plain(n) not in known]
    if same and same[4] == row[4] and same[3] == row[3]:
        same[1] = join(same[1].split("|") + kept)
        known.update((plain(n), same) for n in kept)
    elif not same and len(plain(names[0])) > 2:
        table.append([slug(kept[0]), join(kept), *row[2:]])
        known.update((plain(n), table[-1]) for n in kept)


# Groups of UCDP that are not bodies with a name of their own.
VAGUE = re.compile(r"supporters|subclan|clan\b|faction|forces of |civilians|government of|military|\bnon |muslims|christians|"
                   r"various|opposition alliance|navy|army of |students|-|/|,|;|\b(?:and|or)\b", re.I)
CRIME = {"MEX", "BRA", "HND", "SLV", "ECU", "JAM", "GTM", "VEN"}


def armed(data):
    for row in read_csv(f"{data}/actors/armed_groups/ucdp_actors_v22.1.csv"):
        full = row["new_name_full_eng"] or row["name_full_eng"]
        country = iso(row["location"].split(",")[0])
        if row["org"] != "1" or not country or VAGUE.search(full) or len(full.split()) < 2 or "(" in full:
            continue
        short, original = row["name"].strip(), row["name_orig_full"].strip()
        names = [full]
        if re.fullmatch(r"[A-Z][A-Za-z]*[A-Z]{2,}", short) and len(short) > 3:
            names.append(short)
        if len(original.split()) > 1 and original.isascii():
            names.append(original)
        fights_state = row["conflict_ids"].strip()
        sector = "REB" if fights_state else "CRM" if country in CRIME else "UAF"
        yield ["", names, "", sector, country, "", "", "UCDP"]


# Words that make no party's name by themselves.
GENERIC = set("""party parties national democratic social socialist liberal people peoples union front movement alliance
republican green greens labour labor communist conservative popular christian new progressive independent unity justice
freedom democracy for and of the democrats united reform coalition country center centre left right action power
patriotic development workers worker radical citizens reformist congress list republic political rally civic forward
independence block bloc solidarity peace progress renewal""".split())


def parties(data):
    seen = {}
    for row in read_csv(f"{data}/actors/parties/elecglob_partyfacts-core-parties.csv"):
        share, year = number(row["share"]), number(row["share_year"])
        name = (row["name_english"] or row["name"]).split(" / ")[0].strip()
        words = set(re.findall(r"[a-z]+", plain(name)))
        if share < 10 or year < 1990 or len(name.split()) < 2 or words <= GENERIC or re.search(r"[(),;&]|\d", name):
            continue
        seen.setdefault(plain(name), []).append((name, row))
    for rows in seen.values():
        if len({row["country"] for _, row in rows}) != 1:
            continue
        name, row = rows[0]
        native = row["name"].split(" / ")[0].strip()
        latin = len(native.split()) > 1 and re.fullmatch(r"[^\u0370-\uffff(),;]+", native)
        yield ["", [name, native] if latin else [name], "", "PTY", country_code(row["country"]), "", "", "Party Facts"]


def country_code(code):
    return {"XKX": "KOS", "ROM": "ROU", "ZAR": "COD", "TMP": "TLS"}.get(code, code)


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return 0.0


def media(data):
    for row in read_csv(f"{data}/actors/media/asd_state_media_monitor_2024-02.csv"):
        country = iso(row["Country"])
        for name in {row["Media company"].strip(), row["Main assets"].strip()}:
            if not country or len(name.split()) < 2 or re.search(r"[(),;:&]|\bTV\d|\d", name) or len(name) > 45:
                continue
            if not re.search(r"news|radio|tele|broadcast|press|times|daily|agency|media|gazette|post\b|herald", name, re.I):
                continue
            if re.search(r"^(national|public|state|local|department|ministry|radio|regional|news)\b", name, re.I):
                continue
            state = row["Typology"].strip() in {"SC", "CaPr", "CaPu"}
            yield ["", [name], "", "GOV|JRN" if row["Typology"].strip() == "SC" else "JRN" if state else "JRN", country,
                   "", "", "State Media Monitor"]


LEGAL = re.compile(r"[,.]? (?:Inc|Corp|Co|Ltd|PLC|plc|Group|Holdings?|Corporation|Company|Companies|S\.?A|AG|SE|NV|N\.V"
                   r"|International|& Co)\.?$")


def companies(data):
    folder = f"{data}/actors/companies"
    for row in read_csv(f"{folder}/forbes_global500_2021.csv"):
        yield company(row["Country"], row["ï»¿Rank"] if False else row["Company"] if "Company" in row else row["Name"])
    for row in read_csv(f"{folder}/fortune_global500_2019.csv"):
        yield company({"U.S.": "United States", "Britain": "United Kingdom"}.get(row["country"], row["country"]), row["company"])


def company(country, name):
    names = [re.sub(r"\s*\(.*\)", "", name).strip()]
    short = LEGAL.sub("", names[0])
    if short != names[0] and len(short.split()) > 1:
        names.append(short)
    if len(names[0].split()) == 1 and names[0].isalpha() and len(names[0]) < 7:
        names = [""]
    return ["", names, "MNC", "BUS", iso(country), "", "", "Forbes, Fortune"]


if __name__ == "__main__":
    main(sys.argv[1])
