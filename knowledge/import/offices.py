"""From the label of a position to an office in plain words, and the sectors it gives to its holder.

"Minister of Foreign Affairs and Cooperation" is "foreign minister", a president of a senate a "speaker"; positions that
no news reader needs (ambassadors to small states, lay judges, private secretaries) give None. Heads of provinces are
"regional head of …", so that nobody takes them for heads of state.
"""
import re

# The first line that fits decides. An office of None drops the position; "{x}" is what the pattern captured.
RULES = [
    # Those below a minister first, so that "minister of state for foreign affairs" is no foreign minister.
    (r"^minister[- ]delegate\b|^(?:federal )?minister of state (?:for|in|at|\()(?!.*prime)|^minister in the ministry of|^secretary of state (?:to|at)\b"
     r"|^state minister\b|^minister in charge of", "minister of state", "GOV"),
    (r"^minister\b.*\b(?:home front|civil) defen[cs]e|^(?:federal )?minister\b.*\bdefen[cs]e (?:materiel|production|industry|science|equipment)"
     r"|^minister of state treasury", "minister", "GOV"),
    (r"^minister\b.*\b(?:higher|tertiary|university|technical|professional|vocational|civic|primary|secondary|pre-school|pre-university|early childhood)\b.*"
     r"education", "minister of education", "GOV|EDU"),
    (r"^minister for finance$", "minister for finance", "GOV"),
    (r"^treasurer$|^minister for treasury", "treasurer", "GOV"),
    (r"^minister for internal affairs and communications", "communications minister", "GOV"),
    (r"^chief of (?:the )?(?:air staff|staff of the air)", "air force chief", "MIL"),
    (r"^chief of (?:the )?(?:army staff|staff of the army)", "army chief", "MIL"),
    (r"^chief of (?:the )?(?:naval staff|staff of the navy)", "navy chief", "MIL"),
    (r"^chief of staff (?:of|to) (?:the )?(?:pres|vice|prime)|^chief of staff \(|^chief of staff of the presidential", "presidential chief of staff", "GOV"),
    (r"^chief of defen[cs]e intelligence", "intelligence chief", "MIL|SPY"),
    (r"^supreme commander-in-chief", None, ""),
    (r"^chief prosecutor of the", "prosecutor", "GOV|JUD"),
    (r"^(deputy |vice |assistant |acting |first |second |third |honorary )*(ambassador|high commissioner|charg).* to (?:the )?"
     r"united states|^ambassador to the united states of america$", "ambassador to the united states", "GOV"),
    (r"^(?:permanent representative|ambassador)(?: of .*)? to the united nations", "ambassador to the united nations", "GOV"),
    (r"^(?:ambassador|high commissioner) to (?:the )?(united kingdom|russia|russian federation|china|people's republic of china|"
     r"european union|nato|france|germany|israel|india|japan)$", "ambassador to {x}", "GOV"),
    (r"ambassador|high commissioner|permanent (?:rep|observ)|consul\b|consul general|envoy to", None, ""),
    (r"^first lady|^first gentleman|^spouse of", "first lady", "ELI"),
    (r"^(?:acting |interim |transitional |executive |federal )?president(?: \(.*\)| of the (?:republic|state|union|regime|"
     r"swiss confederation|confederation|palestinian national authority|state of palestine|government council|"
     r"transition.*|interim .*|presidential (?:leadership )?council)| of (?:ukraine|russia|montenegro|palestine|"
     r"the transition))?$", "president", "GOV"),
    (r"^(?:chair\w*|member|.* member|president) of the presidency$|^(?:bosniak|croat|serb) member", "member of the presidency", "GOV"),
    (r"^(?:first |second |executive |co-?)?vice[- ]president(?: of the (?:republic|state))?$|^deputy president$", "vice president", "GOV"),
    (r"^vice[- ]president (?:for|as|of the islamic)|^deputy prime|^(?:first |second |third |senior )*(?:deputy|vice)[- ](?:prime minister|premier)",
     "deputy prime minister", "GOV"),
    (r"^vice[- ]president of the council of ministers", "deputy prime minister", "GOV"),
    (r"^(?:acting |interim )?(?:prime minister|premier|federal chancellor|taoiseach|minister of state \(prime)(?: of (?:the )?"
     r"(?:state council|republic|ukraine|kingdom).*)?$|^(?:president|chairman|head|chair) of the (?:council of ministers|government|executive yuan)$"
     r"|^head of government$|^chief of the cabinet of ministers$|^president of the executive yuan$", "prime minister", "GOV"),
    (r"^chancellor$|^chancellor of germany", "chancellor", "GOV"),
    (r"^supreme leader$", "supreme leader", "GOV"),
    (r"^general secretary of the chinese communist|^general secretary of the communist party of (?:viet|cub|china)|"
     r"^first secretary of the communist|^general secretary of the (?:lao|central)", "general secretary", "GOV"),
    (r"^(king|queen|emperor|emir|amir|sultan|monarch|grand duke|prince|sovereign prince|paramount ruler|yang di.pertuan agong.*|"
     r"druk gyalpo|captain regent)$", "{x}", "GOV"),
    (r"^crown prince", "crown prince", "GOV"),
    (r"^head of state", "head of state", "GOV"),
    (r"^governor[- ]general", "governor general", "GOV"),
    (r"^pope$", "pope", "REL"),
    (r"^(?:deputy|vice|assistant|shadow|parliamentary|junior|acting deputy|under.?secretary|principal|permanent|financial|economic|"
     r"exchequer|first deputy|minister of state at|member|advisor|adviser|counselor to)\b(?!.*foreign (?:affairs|minister))", None, ""),
    (r"^(?:deputy|vice|first deputy) .*foreign", "deputy foreign minister", "GOV"),
    (r"^(?:minister|ministry|federal minister)\b.*\b(?:foreign affairs|external affairs|external relations|foreign relations|"
     r"foreign and |foreign, )|^foreign minister|^foreign secretary|^secretary of foreign|^secretary of state for foreign"
     r"|^minister of foreign$", "foreign minister", "GOV"),
    (r"^secretary of state$", "secretary of state", "GOV"),
    (r"^(?:minister|ministry|federal minister)\b.*\b(?:veterans)\b", "veterans affairs minister", "GOV|MIL"),
    (r"^minister delegate.*", None, ""),
    (r"^(?:minister|federal minister)\b.*\bdefen[cs]e|^secretary of state for defence|^minister of war$|^defence minister",
     "defence minister", "GOV|MIL"),
    (r"^secretary of (?:national )?defen[cs]e$", "defence secretary", "GOV|MIL"),
    (r"^secretary of the (army|navy|air force)$", "{x} secretary", "GOV|MIL"),
    (r"^minister\b.*\b(?:public security|police)\b", "public security minister", "GOV|COP"),
    (r"^(?:minister|federal minister)\b.*\b(?:interior|internal affairs|home affairs|internal security)\b|^secretary of state for the home"
     r"|^home secretary|^interior minister|^secretary of the interior \(mex", "interior minister", "GOV"),
    (r"^(?:minister|federal minister)\b.*\b(?:finances?|treasury)\b|^chancellor of the exchequer|^treasurer$|^secretary of finance"
     r"|^secretary of the treasury", "finance minister", "GOV"),
    (r"^(?:minister|federal minister)\b.*\b(?:intelligence|state security|national security)\b", "intelligence minister", "GOV|SPY"),
    (r"^(?:minister|federal minister)\b.*\bjustice\b", "justice minister", "GOV"),
    (r"^(?:minister|federal minister|secretary)\b.*\b(?:public )?health\b", "health minister", "GOV|MED"),
    (r"^(?:minister|federal minister|secretary)\b.*\b(?:oil|petroleum|hydrocarbons)\b", "oil minister", "GOV"),
    (r"^(?:minister|federal minister|secretary)\b.*\benergy\b", "energy minister", "GOV"),
    (r"^(?:minister|federal minister|secretary)\b.*\b(?:education)\b", "education minister", "GOV|EDU"),
    (r"^(?:minister|federal minister|secretary)\b.*\bagricultur", "agriculture minister", "GOV|AGR"),
    (r"^(?:minister|federal minister|secretary)\b.*\b(?:labou?r|employment)\b", "labour minister", "GOV|LAB"),
    (r"^(?:minister|federal minister)\b.*\b(?:information|communications?)\b", "information minister", "GOV"),
    (r"^(?:minister|federal minister|secretary)\b.*\b(?:foreign )?(?:trade|commerce)\b", "trade minister", "GOV"),
    (r"^(?:minister|federal minister|secretary)\b.*\b(?:econom)", "economy minister", "GOV"),
    (r"^(?:minister|federal minister|secretary)\b.*\b(?:immigration|migration|refugee)", "immigration minister", "GOV"),
    (r"^(?:minister|federal minister|secretary)\b.*\btransport", "transport minister", "GOV"),
    (r"^(?:minister|federal minister|secretary)\b.*\b(?:environment|climate|ecolog)", "environment minister", "GOV"),
    (r"^(?:minister|federal minister)\b.*\b(?:relig|awqaf|endowments)", "religious affairs minister", "GOV|REL"),
    (r"^secretary of homeland security", "homeland security secretary", "GOV"),
    (r"^secretary of state for (.*)$", "secretary of state for {x}", "GOV"),
    (r"^(?:minister|federal minister)(?: of| for|-)? ?(.*)$", "minister of {x}", "GOV"),
    (r"^secretary of (.*)$", "secretary of {x}", "GOV"),
    (r"^secretary of the supreme national security|^secretary of the security council|^secretary of the national security",
     "security council secretary", "GOV|MIL"),
    (r"national security advis[eo]r|^head of the national security", "national security adviser", "GOV|MIL"),
    (r"^(?:chief|head) of (?:the )?(?:general |joint |defen[cs]e |armed forces |national )*(?:staff|defen[cs]e|defen[cs]e forces?|armed forces)\b"
     r"|^(?:supreme )?commander(?:-in-chief)? of the (?:armed|defen[cs]e|national armed|.* defen[cs]e)|^chairman of the joint chiefs"
     r"|^(?:chief of staff|chief of the joint staff|chief of joint staff)(?: of the (?:armed forces|defen[cs]e forces))?$",
     "chief of staff of the armed forces", "MIL"),
    (r"^(?:chief|commander).*\barmy\b", "army chief", "MIL"),
    (r"^(?:chief|commander).*\b(?:navy|naval)\b", "navy chief", "MIL"),
    (r"^(?:chief|commander).*\bair (?:force|staff)\b", "air force chief", "MIL"),
    (r"revolutionary guard|quds force", "revolutionary guards commander", "MIL"),
    (r"^white house chief of staff|^chief of staff (?:to the president|of the presiden)|^head of the (?:presidential administration|"
     r"office of the president)|^downing street chief of staff", "presidential chief of staff", "GOV"),
    (r"press secretary|spokes", "spokesperson", "GOV"),
    (r"^director of (?:the )?fbi|^(?:commissioner|chief|director).*\bpolice\b|^inspector general of police", "police chief", "COP"),
    (r"^(?:director|head|chief|chairman|director[- ]general)\b.*\b(?:cia|intelligence|mossad|shin bet|security service|"
     r"federal security|mi5|mi6|security agency)\b", "intelligence chief", "SPY"),
    (r"atomic energy", "atomic energy chief", "GOV"),
    (r"^(?:governor|president|chairman|chair) of the (?:.*\bbank\b|.*federal reserve)", "central bank governor", "GOV|BUS"),
    (r"^chief justice|^president of the (?:supreme|constitutional|federal supreme|high|federal constitutional)", "chief justice", "JUD"),
    (r"^attorney[- ]general|^(?:prosecutor|procurator)[- ]general|^chief prosecutor|^general prosecutor", "attorney general", "GOV|JUD"),
    (r"^supreme court justice$|^justice of the supreme court of the united", "supreme court judge", "JUD"),
    (r"^(?:speaker|chair\w*|president|marshal) of (?:the )?(?:.*\b(?:house|assembly|parliament|chamber|senate|duma|knesset|rada|sejm|congress|"
     r"federation council|legislat\w*|lok sabha|rajya sabha|council of representatives|people's council|riigikogu|saeima|seimas|storting|"
     r"riksdag|folketing|majlis|diet|yuan|councillors|national council|national people's congress|federal council|states|bundestag))\b.*",
     "speaker of parliament", "LEG"),
    (r"^speaker$", "speaker of parliament", "LEG"),
    (r"^leader of (?:the )?(?:opposition)", "opposition leader", "OPP"),
    (r"^majority leader|^minority leader|^senate (?:majority|minority) leader|^leader of the (?:house|senate)", "senate leader", "LEG"),
    (r"^governor of (.*)$", "governor of {x}", "GOV"),
    (r"^chief minister of (.*)$", "chief minister of {x}", "GOV"),
    (r"^first minister(?: of .*)?$", "first minister", "GOV"),
    (r"^(?:head|president|premier|prime minister|minister-president|chief executive|chairman) of (?:the )?(.*)$", "regional head of {x}", "GOV"),
    (r"^chief executive$", "chief executive", "GOV"),
    (r"^mayor of (.*)$", "mayor of {x}", "GOV"),
    (r"^(?:executive )?vice president of", None, ""),
    (r"^chief cabinet secretary|^cabinet secretary|^secretary to the (?:government|cabinet)", "cabinet secretary", "GOV"),
    (r"^state councilor", "state councillor", "GOV"),
    (r"^vice premier", "deputy prime minister", "GOV"),
    (r"^secretary[- ]general of the united nations", "secretary-general", ""),
    (r"^tánaiste", "deputy prime minister", "GOV"),
]
COMPILED = [(re.compile(pattern), office, sectors) for pattern, office, sectors in RULES]

# Labels that mean something else in one country: top civil servants of South Asia, a chairman of Crimea.
LOCAL = {("minister of foreign affairs", "IND"): ("deputy foreign minister", "GOV"), ("home secretary", "IND"): ("home secretary", "GOV"),
         ("chairman of the council of ministers", "UKR"): None, ("chair of the council of ministers", "UZB"): None}
for _country in ("IND", "PAK", "BGD", "LKA", "NPL", "GUY"):
    LOCAL["foreign secretary", _country] = ("deputy foreign minister", "GOV")

# Regional heads are kept where news names them; elsewhere bodies that are no region would slip in.
REGIONS = {"RUS", "ESP", "DEU", "BIH", "UKR", "IRQ", "PAK", "GBR", "CAN", "CHN", "SOM", "TZA", "BEL", "AUS", "ETH"}

# Offices that one person holds at a time: an open span ends where the next begins.
SINGLE = {"president", "prime minister", "chancellor", "foreign minister", "defence minister", "interior minister",
          "finance minister", "justice minister", "health minister", "education minister", "agriculture minister",
          "transport minister", "energy minister", "oil minister", "labour minister", "secretary of state",
          "defence secretary", "army chief", "navy chief", "air force chief", "chief of staff of the armed forces",
          "central bank governor", "attorney general", "chief justice", "national security adviser",
          "ambassador to the united states", "ambassador to the united nations", "homeland security secretary",
          "secretary-general", "director-general", "king", "queen", "emperor", "emir", "monarch", "supreme leader", "general secretary", "crown prince",
          "governor general", "first lady", "public security minister", "army secretary", "navy secretary",
          "air force secretary", "economy minister", "security council secretary", "trade minister",
          "environment minister", "pope", "european commission president", "european council president"}


def office(label, country):
    """The office and sectors of a position held in a country, or None where it is left out."""
    text = " ".join(label.lower().replace("’", "'").split())
    if (text, country) in LOCAL or (text, "") in LOCAL:
        return LOCAL.get((text, country), LOCAL.get((text, "")))
    if country != "GBR" and text.startswith("secretary of state for "):
        return "minister of state", "GOV"
    for pattern, name, sectors in COMPILED:
        m = pattern.search(text)
        if not m:
            continue
        if name is None or name.startswith("regional") and country not in REGIONS:
            return None
        found = next((g for g in reversed(m.groups()) if g), "") if "{x}" in name else ""
        return name.replace("{x}", found).strip(), sectors
    return None


def kind(name):
    """Offices compared: presidents, prime ministers and the like share a kind whatever they are called."""
    same = {"chancellor": "prime minister", "premier": "prime minister", "secretary of state": "foreign minister",
            "foreign secretary": "foreign minister", "defence secretary": "defence minister", "king": "monarch", "queen": "monarch",
            "emir": "monarch", "emperor": "monarch", "sultan": "monarch", "home secretary": "interior minister",
            "home minister": "interior minister", "treasury secretary": "finance minister", "external affairs minister": "foreign minister",
            "chancellor of the exchequer": "finance minister", "secretary of the treasury": "finance minister",
            "taoiseach": "prime minister", "acting president": "president", "interim president": "president",
            "transitional president": "president"}
    return same.get(name, name)
