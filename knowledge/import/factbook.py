"""Chiefs of state and heads of government of the World Factbook, 2014 to January 2026."""
import re
from collections import defaultdict
from common import plain, read_csv
from iso import iso

TITLES = re.compile(r"^(?:represented by |chairman,? (?:of the )?presidential council|state affairs commission|government |council of ministers|acting |interim |caretaker |transitional |transition |co-|first |second |third |deputy |vice |supreme |grand |"
                    r"prime minister(?:s)?|president(?:s)?|premier|chancellor|king|queen|emperor|emir|amir|sultan|taoiseach|head of (?:government|state)|"
                    r"chief (?:executive|minister|of state)|governor[- ]general|crown prince|leader|sheikh|shaykh|duke|prince |"
                    r"foreign minister |lt\. gen\. |gen\. |general |brig\. gen\. |maj\. gen\. |col\. |lieutenant general |field marshal |adm\. |capt\. |dr\. |sir |dame |tun |dato |datuk |u |mullah |"
                    r"(?:and|of|the) |minister of [^A-Z]*|interior|foreign affairs|defense|finance|ret\.|[(),/-]|of the )\s*", re.I)
# Territories whose names the table of countries gives to the state they belong to.
TERRITORIES = {plain(n) for n in (
    "Aruba", "Curacao", "Sint Maarten", "Northern Mariana Islands", "Virgin Islands", "American Samoa", "Puerto Rico", "Guam",
    "Christmas Island", "Norfolk Island", "Cayman Islands", "Gibraltar", "Turks and Caicos Islands", "British Virgin Islands",
    "Anguilla", "Montserrat", "Bermuda", "Guernsey", "Isle of Man", "Pitcairn Islands", "British Indian Ocean Territory", "Macau", "Tokelau",
    "Niue", "Cook Islands", "Faroe Islands", "Greenland", "New Caledonia", "Saint Pierre and Miquelon", "Wallis and Futuna", "French Polynesia",
    "Hong Kong")}
NAMES = {"C&ocirc;te d'Ivoire": "Ivory Coast", "The Dominican": "Dominican Republic"}
# Titles in the text, the first that stands there decides; None leaves the row out.
OFFICES = (("vice president and prime minister", "prime minister"), ("deputy prime", None), ("vice", None), ("co-", None), ("president of the government", "prime minister"), ("presidential council", None), ("state affairs commission", None), ("deputy", None),
           ("first lady", None), ("governor", None), ("regent", None), ("heir", None), ("former", None), ("president of the executive yuan", "prime minister"),
           ("prime minister", "prime minister"), ("premier", "prime minister"), ("taoiseach", "prime minister"), ("chancellor", "chancellor"),
           ("grand duke", "grand duke"), ("prince", "sovereign prince"), ("king", "king"), ("queen", "queen"), ("emperor", "emperor"),
           ("amir", "emir"), ("emir", "emir"), ("sultan", "sultan"), ("pope", None), ("president", "president"), ("chief executive", None))


def rows(folder):
    """Country, office, name, since, until of each leader; until is empty while the last edition names the leader."""
    last = last_seen(folder)
    for row in read_csv(f"{folder}/cia_factbook_cc0/leaders_ambassadors_clean.csv"):
        country = iso(NAMES.get(row["country"], row["country"]))
        text = row["title_and_name"]
        if not country or country == "GBR" or plain(row["country"]) in TERRITORIES or "represented" in text:
            continue
        if row["field"] not in ("chief of state", "head of government"):
            continue
        job, name = office_of(text), name_of(text)
        if job and name and re.fullmatch(r"\d{4}(-\d\d){0,2}", row["since"]):
            yield country, job, name, row["since"], last.get((row["gec_code"], row["field"], plain(row["family_name"])), row["replaced_on"])


def last_seen(folder):
    """When the last text that names a leader was replaced; empty where it stands in the last edition."""
    texts = defaultdict(list)
    for row in read_csv(f"{folder}/cia_factbook_cc0/leaders_spans_2014-07_to_2026-01.csv"):
        texts[row["gec_code"], row["field"]].append((plain(row["text"]), row["replaced_on"]))
    found = {}
    for row in read_csv(f"{folder}/cia_factbook_cc0/leaders_ambassadors_clean.csv"):
        family = plain(row["family_name"])
        if family:
            ends = [end for text, end in texts[row["gec_code"], row["field"]] if f" {family} " in f" {text} " and "former" not in text]
            found[row["gec_code"], row["field"], family] = "" if not ends or "" in ends else max(ends)
    return found


def office_of(text):
    low = text.lower().split("(")[0]
    return next((job for words, job in OFFICES if words in low), None)


def name_of(text):
    """The name after the titles, in ordinary letters, the given name first as the source has it."""
    name = re.sub(r"\([^)]*\)?", " ", text).split(", also")[0]
    after = name.split(" of the ")[-1]
    name = after if after.split() and re.search(r"[A-Z]{3}", after) else name
    while True:
        shorter = TITLES.sub("", name.strip())
        if shorter == name.strip():
            break
        name = shorter
    small = {"al", "bin", "de", "da", "van", "von", "del", "el", "der"}
    name = re.sub(r'["“][^"”]*["”]', " ", name)
    words = [w for w in re.split(r"[\s,;]+", name) if w and not re.fullmatch(r"[a-z]+", w) or w in small]
    return " ".join(w if not w.isupper() or len(w) < 3 and "." in w else caps(w) for w in words[:6])


def caps(word):
    if re.fullmatch(r"[IVX]+", word):
        return word
    small = ("AL", "EL", "BIN", "BINT", "DE", "DA", "VAN", "VON", "DEL", "DU")
    return "-".join(p[:1] + p[1:].lower() if p not in small else p.lower() for p in word.split("-"))
