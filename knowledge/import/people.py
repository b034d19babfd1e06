"""Derives knowledge/people.tsv: who held which office, when.

    python3 knowledge/import/people.py DATA

DATA is the folder of reference data. knowledge/hand/people.tsv comes first and wins where spans of the same office
overlap; then, in order of trust: UK ministers, US presidents and Congress, office-holders of Wikidata, chiefs of state
and heads of government of the World Factbook, leaders of CountryInfo.
"""
import os
import re
import sys
from collections import defaultdict
from common import KNOWLEDGE, clean, join, plain, read_csv, read_hand, slug
from iso import iso
from offices import SINGLE, kind, office

HEADER = ["id", "name", "aliases", "country", "sectors", "office", "from", "to", "source", "gender"]
FIRST_YEAR = "1979"
SNAPSHOT = "2023-03-01"


class Person:
    """One human being."""

    def __init__(self, name, qualifier=""):
        self.name, self.qualifier = name, qualifier
        self.aliases, self.rows, self.gender, self.id = [], [], "", ""


class Registry:
    """People by country and name, so that a second source adds to those that are known."""

    def __init__(self):
        self.people = []
        self.by_qid = {}
        self.by_name = defaultdict(list)
        self.by_token = defaultdict(list)

    def new(self, name, country, qualifier=""):
        person = Person(clean(name), qualifier)
        self.people.append(person)
        self.index(person, name, country)
        return person

    def index(self, person, name, country):
        key = plain(name)
        for form in (key, rough(name)):
            if person not in self.by_name[country, form]:
                self.by_name[country, form].append(person)
        for token in key.split():
            if len(token) > 2 and person not in self.by_token[country, token]:
                self.by_token[country, token].append(person)

    def find(self, name, country, job, start):
        """The person of this name and country; or one who shares a name and took the same office at the same time."""
        key = plain(name)
        if self.by_name[country, key]:
            return self.by_name[country, key][0]
        tokens = [t for t in key.split() if len(t) > 1]
        for person in self.by_name[country, rough(name)]:
            return person
        found = None
        for token in tokens:
            for person in self.by_token[country, token]:
                if close_names(tokens, plain(person.name).split()) and not initials_differ(key, plain(person.name)):
                    return person
                same = kind(job) in SINGLE and any(kind(r["office"]) == kind(job) and near(r["from"], start) for r in person.rows)
                found = found or (person if same and len(token) > 3 else None)
        return found


def rough(name):
    """What transliterations of a name have in common: its consonants, like sounds written alike."""
    text = plain(name)
    for old, new in (("kh", "h"), ("gh", "g"), ("dj", "j"), ("dzh", "j"), ("ph", "f"), ("ck", "k"), ("q", "k"), ("w", "v"), ("y", "i"),
                     ("c", "k"), ("z", "s"), ("x", "ks")):
        text = text.replace(old, new)
    words = [w[:1] + re.sub(r"[aeiou]", "", w[1:]) for w in text.split() if w not in SMALL]
    return "~" + " ".join(re.sub(r"(.)\1+", r"\1", w) for w in words)


def close_names(one, two):
    """True when one name is the other with words left out or added, first and last of the shorter kept."""
    short, long = sorted((one, two), key=len)
    return len(short) > 1 and set(short) <= set(long) and (short[0] == long[0] or short[-1] == long[-1])


def initials_differ(one, two):
    """True when both names have initials, but not the same: George W. and George H. W. Bush."""
    one, two = ([t for t in name.split() if len(t) == 1] for name in (one, two))
    return bool(one and two) and one != two


def near(one, two, days=75):
    return bool(one and two) and abs(ordinal(one) - ordinal(two)) <= days


def ordinal(date):
    parts = [int(p) for p in date.split("-")] + [1, 1]
    return int(parts[0] * 365.25 + (parts[1] - 1) * 30.44 + parts[2])


def main(data):
    registry = Registry()
    hand(registry)
    for source in (uk, us, congress, wikidata, factbook, countryinfo):
        source(registry, f"{data}/actors")
    for person in registry.people:
        person.rows = settle(person.rows)
    close_spans(registry.people)
    identify(registry.people)
    write(registry.people)


def add(registry, person, country, sectors, job, start, end, source, rank, name=None):
    """Adds an office to a person."""
    if end and end < FIRST_YEAR or start and end and end < start[: len(end)]:
        return
    person.rows.append({"country": country, "sectors": sectors, "office": job, "from": start, "to": end,
                        "source": source, "rank": rank})
    if name and plain(name) != plain(person.name):
        registry.index(person, name, country)


# --- sources -------------------------------------------------------------------------------------------------------

def hand(registry):
    for row in read_hand("people.tsv"):
        key = row["name"]
        person = next((p for p in registry.by_name["*", plain(key)]), None)
        if person is None:
            person = registry.new(key, "*")
        registry.index(person, key, row["country"])
        person.aliases += [a for a in row["aliases"].split("|") if a]
        person.gender = person.gender or row["gender"]
        for alias in [key] + person.aliases:
            registry.index(person, alias, row["country"])
        add(registry, person, row["country"], row["sectors"], row["office"], row["from"], row["to"], "hand", 0)


PEER = re.compile(r"^(?:Lord|Baroness|Viscount|Earl|Duke|Lady|Baron|Sir|Dame) ")


def uk(registry, folder):
    for row in read_csv(f"{folder}/ifg_uk/uk_ministers_1979_2026.csv"):
        found = uk_office(row["post"], row["rank"])
        if not found:
            continue
        names = [row["name"]] + [a.strip() for a in row["aliases"].split(";") if a.strip()]
        main_name = next((n for n in names if not PEER.match(n)), names[0])
        main_name = {"Margaret Thatcher": "Margaret Thatcher"}.get(main_name, main_name)
        person = registry.find(main_name, "GBR", found[0], row["start"]) or registry.new(main_name, "GBR")
        person.aliases += [n for n in names if plain(n) != plain(person.name)]
        add(registry, person, "GBR", found[1], found[0], row["start"], row["end"], "IfG", 1, main_name)


def uk_office(post, rank):
    text = post.lower()
    if text == "prime minister" or "prime minister and" in text:
        return "prime minister", "GOV"
    if text.startswith("deputy prime"):
        return "deputy prime minister", "GOV"
    if text.startswith(("chancellor of the exchequer", "secretary of state for foreign", "secretary of state for defence",
                        "secretary of state for the home", "home secretary", "foreign secretary")):
        return office(text, "GBR")
    if "foreign" in text and rank == "MoS":
        return "minister of state", "GOV"
    if rank == "SoS":
        return office(text, "GBR") or ("cabinet minister", "GOV")
    return None


# Full names as law writes them, and as everybody does.
US_NAMES = {"Joseph Robinette Biden Jr.": "Joe Biden", "Barack Hussein Obama": "Barack Obama", "Donald J. Trump": "Donald Trump",
            "Kamala D. Harris": "Kamala Harris", "James David Vance": "JD Vance", "William J. Clinton": "Bill Clinton",
            "George Herbert Walker Bush": "George H. W. Bush", "George Walker Bush": "George W. Bush", "James Earl Carter": "Jimmy Carter", "Jimmy Carter": "Jimmy Carter",
            "Ronald W. Reagan": "Ronald Reagan", "Albert Gore": "Al Gore", "J. Danforth Quayle": "Dan Quayle",
            "Richard B. Cheney": "Dick Cheney", "Walter F. Mondale": "Walter Mondale", "Mike Pence": "Mike Pence",
            "William Jefferson Clinton": "Bill Clinton", "Ronald Wilson Reagan": "Ronald Reagan", "Dan Quayle": "Dan Quayle",
            "Walter Mondale": "Walter Mondale", "Jimmy Earl Carter": "Jimmy Carter", "Albert Arnold Gore": "Al Gore"}


def us(registry, folder):
    for row in read_csv(f"{folder}/us_congress/us_executive_terms.csv"):
        if row["end"] < FIRST_YEAR:
            continue
        name = US_NAMES.get(row["name"], row["name"])
        job = "president" if row["office"] == "prez" else "vice president"
        person = registry.find(name, "USA", job, row["start"]) or registry.new(name, "USA")
        end = "" if row["end"] > "2026-12" else row["end"]
        add(registry, person, "USA", "GOV", job, row["start"], end, "US Congress", 1, name)


def congress(registry, folder):
    spans = defaultdict(list)
    for row in read_csv(f"{folder}/us_congress/us_congress_current_terms.csv"):
        job = "senator" if row["chamber"] == "sen" else "representative"
        spans[row["name"], row["wikidata_id"], job].append((row["start"], "" if row["end"] > "2026-11" else row["end"], row["aliases"]))
    for row in read_csv(f"{folder}/us_congress/us_congress_wikidata_2000_2022.csv"):
        job = "senator" if "senator" in row["position"] else "representative"
        known = any(k[1] == row["wikidata_id"] for k in spans if k[2] == job and any(s[2] is not None for s in spans[k]))
        if row["start"] and not known or (row["person"], row["wikidata_id"], job) in spans:
            spans[row["person"], row["wikidata_id"], job].append((row["start"], row["end"], None))
    for (name, qid, job), terms in spans.items():
        start, end = min(t[0] for t in terms), max(t[1] or "9999" for t in terms)
        end = "" if end == "9999" and any(t[2] is not None for t in terms) else "2023-01-03" if end == "9999" else end
        person = registry.by_qid.get(qid) or registry.find(name, "USA", job, start) or registry.new(name, "USA")
        registry.by_qid[qid] = person
        person.aliases += [a.strip() for t in terms for a in (t[2] or "").split(";") if a.strip()]
        add(registry, person, "USA", "LEG", job, start, end, "US Congress", 1, name)


PLACES = {"abkhazia": "GEO", "south-ossetia": "GEO", "donetsk": "UKR", "luhansk": "UKR", "somaliland": "SOM",
          "bosnia-herzegovina": "BIH", "czech": "CZE", "saudi": "SAU", "solomons": "SLB", "us": "USA", "world": "UNO",
          "congo-kinshasa": "COD", "congo-brazzaville": "COG", "timor-leste": "TLS", "eswatini": "SWZ",
          "north-macedonia": "MKD", "ivory-coast": "CIV", "guinea-bissau": "GNB", "uae": "ARE"}
PARTIAL = {"abkhazia", "south-ossetia", "donetsk", "luhansk", "somaliland"}
MINOR = re.compile(r"^(?:minister of|secretary of|mayor|governor of|regional|secretary of state for|supreme court|first lady|"
                   r"ambassador|deputy prime|state councillor|labour|agric|transport|environment|religious|education|immigration)")


CITIES = {"moscow", "london", "istanbul", "ankara", "jerusalem", "tehran", "seoul", "beijing", "shanghai", "kabul", "baghdad", "manila",
          "mexico city", "new york city", "são paulo", "rio de janeiro", "bogotá", "warsaw", "budapest", "belgrade", "sarajevo", "kyiv",
          "taipei", "davao city", "caracas", "quito", "la paz", "nairobi", "tel aviv", "gdańsk", "prague", "tbilisi", "yerevan"}


def wikidata(registry, folder):
    for row in read_csv(f"{folder}/officeholders_wikidata/holders_2000_2022.csv"):
        place = row["jurisdiction"]
        country = PLACES.get(place) or iso(place.replace("-", " "))
        found = office(row["position"], country)
        start = row["start"] if re.fullmatch(r"\d{4}(-\d\d){0,2}", row["start"]) else ""
        if not found or not country or country == "UNO" or country == "GBR" and start > "1979" and "minister" in found[0]:
            continue
        job, sectors = found
        if place in PARTIAL:
            sectors += "|PRE"
            job = {"president": "regional head of " + place.replace("-", " ")}.get(job, job if job.startswith("deputy") else "separatist " + job)
        if MINOR.match(job) and not row["enwiki"] or job.startswith("mayor of") and job[9:] not in CITIES:
            continue
        person = registry.by_qid.get(row["wikidata_id"])
        if person is None:
            page = row["enwiki"] or row["person"]
            name, _, qualifier = page.partition(" (")
            name = name.split(", ")[0].strip()
            if not re.search(r"[A-Za-z]", name):
                continue
            person = registry.find(name, country, job, start)
            if person is None:
                person = registry.new(name, country, qualifier.rstrip(")"))
            registry.by_qid[row["wikidata_id"]] = person
            registry.index(person, name, country)
        if row["person"] and plain(row["person"]) != plain(person.name) and len(row["person"].split()) > 1:
            person.aliases.append(row["person"].split(" (")[0])
        add(registry, person, country, sectors, job, start, row["end"], "Wikidata", 2)


TITLES = re.compile(r"^(?:represented by |acting |interim |transitional |co-|first |second |third |deputy |vice |supreme |grand |"
                    r"prime minister(?:s)?|president(?:s)?|premier|chancellor|king|queen|emperor|emir|amir|sultan|taoiseach|head of (?:government|state)|"
                    r"chief (?:executive|minister|of state)|governor[- ]general|crown prince|leader|sheikh|shaykh|"
                    r"lt\. gen\. |gen\. |general |brig\. gen\. |maj\. gen\. |col\. |lieutenant general |field marshal |adm\. |capt\. |dr\. |sir |dame |tun |dato |datuk |u |mullah |"
                    r"(?:and|of|the) |minister of [^A-Z]*|interior|foreign affairs|defense|finance|ret\.|[(),/-]|of the )\s*", re.I)


def factbook(registry, folder):
    for row in read_csv(f"{folder}/cia_factbook_cc0/leaders_ambassadors_clean.csv"):
        country = iso(row["country"])
        text = row["title_and_name"]
        if not country or row["field"] not in ("chief of state", "head of government") or "represented" in text:
            continue
        job = factbook_office(text, row["field"], country)
        since = row["since"] if re.fullmatch(r"\d{4}(-\d\d){0,2}", row["since"]) else ""
        name = factbook_name(text)
        if not job or not name or not since or country == "GBR":
            continue
        person = registry.find(name, country, job, since)
        if person is None and since < "2014" and len(name.split()) < 2:
            continue
        if person is None:
            person = registry.new(name, country)
        end = row["replaced_on"] if row["replaced_on"] > "2020-12" else ""
        ended = end if not last_seen(row) else ""
        add(registry, person, country, "GOV", job, since, ended, "Factbook", 3, name)


def last_seen(row):
    return not row["replaced_on"]


def factbook_office(text, field, country):
    low = text.lower()
    for words, job in (("vice president and prime minister", "prime minister"), ("deputy prime", None), ("vice", None), ("co-", None),
                       ("deputy", None), ("first lady", None), ("governor", None), ("president of the executive yuan", "prime minister"),
                       ("prime minister", "prime minister"), ("premier", "prime minister"), ("taoiseach", "prime minister"),
                       ("chancellor", "chancellor"), ("king", "king"), ("queen", "queen"), ("emperor", "emperor"), ("amir", "emir"),
                       ("emir", "emir"), ("sultan", "sultan"), ("pope", None), ("president", "president"), ("chief executive", None)):
        if words in low.split("(")[0]:
            return job
    return None


def factbook_name(text):
    """The name after the titles, in ordinary letters, the given name first as the source has it."""
    name = re.sub(r"\([^)]*\)?", " ", text)
    name = name.split(" of the ")[-1] if name.split(" of the ")[-1].split() and re.search(r"[A-Z]{3}", name.split(" of the ")[-1]) else name
    while True:
        shorter = TITLES.sub("", name.strip())
        if shorter == name.strip():
            break
        name = shorter
    words = [w for w in re.split(r"[\s,;]+", name) if w and not re.fullmatch(r"[a-z]+", w) or w in {"al", "bin", "de", "da", "van", "von", "del", "el", "der"}]
    return " ".join(w if not w.isupper() or len(w) < 3 and "." in w else caps(w) for w in words[:6])


def caps(word):
    return "-".join(p[:1] + p[1:].lower() if p not in ("AL", "EL", "BIN", "BINT", "DE", "DA", "VAN", "VON", "DEL", "DU") else p.lower() for p in word.split("-"))


# Tags of the leaders' block and the office they stand for.
LEADERS = {"presidents": "president", "president": "president", "heads of state": "president", "prime ministers": "prime minister",
           "prime minister": "prime minister", "premiers": "prime minister", "chancellors": "chancellor",
           "federal chancellors": "chancellor", "kings": "king", "king": "king", "emirs": "emir", "sultans": "sultan",
           "chairmen of the council of ministers": "prime minister", "chairmen of the council of state": "president",
           "chairmen of the state council": "president", "general secretaries of the communist party": "general secretary",
           "chairmen of the executive council": "prime minister", "heads of government": "prime minister",
           "presidents of the federal executive council": "prime minister", "paramount rulers": "king"}


def countryinfo(registry, folder):
    text = open(f"{folder}/countryinfo/CountryInfo.120116.txt", encoding="utf-8", errors="replace").read()
    for block in re.findall(r"<Country>(.*?)</Country>", text, re.S):
        code = re.search(r"<ISO3166-alpha3>\s*(\w{3})", block) or re.search(r"<CountryCode>\s*(\w{3})", block)
        name = re.search(r"<CountryName>(.*?)</CountryName>", block)
        country = iso(name.group(1)) if name else code.group(1) if code else ""
        leaders = re.search(r"<Leaders>(.*?)</Leaders>", block, re.S)
        for tag, body in re.findall(r"<([^>/]+)>(.*?)</\1>", leaders.group(1) if leaders else "", re.S):
            job = LEADERS.get(tag.strip().lower())
            if job and country and country != "GBR":
                leader_lines(registry, country, job, body)


def leader_lines(registry, country, job, body):
    for line in body.splitlines():
        m = re.match(r"\s*([A-Z][^\[#;]+?)_*\s+\[(.*?)\]", line)
        if not m:
            continue
        start, end = leader_span(m.group(2))
        name = leader_name(m.group(1))
        if not start or end and end < FIRST_YEAR or len(name.split()) < 2 and job not in ("king", "emir", "sultan"):
            continue
        person = registry.find(name, country, job, start) or registry.new(name, country)
        add(registry, person, country, "GOV", job, start, end, "CountryInfo", 4, name)


def leader_span(text):
    dates = [f"{d[:4]}-{d[4:6]}-{d[6:8]}" for d in re.findall(r"\d{8}", text)]
    dates = [re.sub(r"-31$", "-28", d) if d[5:7] in ("02",) else re.sub(r"-(\d\d)-31$", r"-\1-30", d) if d[5:7] in ("04", "06", "09", "11") else d
             for d in dates]
    if ">" in text:
        return (dates[0] if dates else ""), ""
    return (dates + ["", ""])[0], (dates + ["", ""])[1]


SMALL = {"de", "da", "do", "dos", "van", "von", "der", "den", "bin", "ibn", "del", "la", "du", "le", "y", "al", "el", "ben", "ould", "e"}


def leader_name(text):
    words = [w for w in text.replace("_", " ").split() if w]
    return " ".join(w.lower() if i and w.lower() in SMALL else leader_word(w, i) for i, w in enumerate(words))


def leader_word(word, i):
    parts = re.split(r"(-|')", word)
    out = "".join(p[:1] + p[1:].lower() if len(p) > 1 else p for p in parts)
    out = re.sub(r"^(Al|El|As|An|Ash|Ad)-", lambda m: m.group(0).lower() if i else m.group(0), out)
    return re.sub(r"^(Mc)([a-z])", lambda m: m.group(1) + m.group(2).upper(), re.sub(r"^D'", "d'" if i else "D'", out))


# --- spans, ids, output --------------------------------------------------------------------------------------------

def settle(rows):
    """One row a tenure: of overlapping rows of an office the most trusted stays, touching ones become one."""
    kept = []
    for row in sorted(rows, key=lambda r: (r["rank"], r["from"] or "0000")):
        clash = [k for k in kept if k["country"] == row["country"] and kind(k["office"]) == kind(row["office"])
                 and overlap(k, row)]
        if not clash:
            kept.append(dict(row))
        for k in clash:
            if k["rank"] == row["rank"] == 0:
                kept.append(dict(row))
                break
            if k["rank"] and not k["to"] and row["to"]:
                k["to"] = row["to"] if row["rank"] >= k["rank"] and row["source"] != "Factbook" else k["to"]
            elif k["rank"] == row["rank"] and (row["to"] or "9999") > (k["to"] or "9999"):
                k["to"] = row["to"]
    kept.sort(key=lambda r: (r["from"] or "0000", r["to"] or "9999", r["office"]))
    merged = []
    for row in kept:
        before = next((m for m in merged if m["office"] == row["office"] and m["country"] == row["country"] and m["to"]
                       and row["from"] and m["rank"] == row["rank"] and abs(ordinal(m["to"]) - ordinal(row["from"])) <= 45), None)
        if before:
            before["to"] = row["to"]
        else:
            merged.append(row)
    return merged


def overlap(one, two):
    """True when two spans share more than a month and a half, or start together."""
    start = max(one["from"] or "1900", two["from"] or "1900")
    end = min(one["to"] or "2099", two["to"] or "2099")
    return ordinal(end) - ordinal(start) > 45 or near(one["from"], two["from"])


def close_spans(people):
    """Ends open spans at the successor's start; an old ministry without a successor ends after six years."""
    groups = defaultdict(list)
    for person in people:
        for row in person.rows:
            groups[row["country"], kind(row["office"])].append((row["from"] or "0000", row, person))
    for (_, job), entries in groups.items():
        entries.sort(key=lambda e: e[0])
        for at, (start, row, person) in enumerate(entries):
            if row["to"] or row["rank"] == 0:
                continue
            after = [e for e in entries[at + 1:] if e[0] > start and e[2] is not person]
            if job in SINGLE or row["office"] in SINGLE:
                row["to"] = after[0][0] if after else stale(row, job)
            else:
                row["to"] = stale(row, job)


LASTING = {"monarch", "president", "prime minister", "supreme leader", "crown prince", "general secretary", "senator",
           "representative", "vice president", "pope", "sultan"}


def stale(row, job):
    """Ministries that nobody has closed for long: to the end of a usual term."""
    if job in LASTING or row["source"] in ("US Congress", "IfG", "Factbook"):
        return ""
    year = int((row["from"] or "2015")[:4])
    return str(year + 5) if year < 2019 else ""


def identify(people):
    """Gives every person a slug; of namesakes the later ones carry a qualifier or their country."""
    taken = set()
    people.sort(key=lambda p: (min((r["rank"] for r in p.rows), default=9), -len(p.rows), p.name))
    for person in people:
        if not person.rows:
            continue
        base = slug(person.name)
        options = [base, f"{base}-{slug(person.qualifier)}" if person.qualifier else "", f"{base}-{person.rows[0]['country'].lower()}"]
        options += [f"{options[2]}-{n}" for n in range(2, 99)]
        person.id = next(o for o in options if o and o not in taken)
        taken.add(person.id)


BAD_ALIAS = re.compile(r"^(?:the|a) |\d|[;:?]|^[a-z]")


def aliases(person):
    out = []
    for alias in person.aliases:
        alias = clean(alias)
        same = plain(alias) == plain(person.name) or any(plain(alias) == plain(o) for o in out)
        if same or BAD_ALIAS.search(alias) or len(alias) < 3 or len(alias) > 60 or not re.search(r"[A-Za-z\u00c0-\u024f]", alias):
            continue
        out.append(alias)
    return join(out[:8])


def write(people):
    lines = []
    for person in sorted((p for p in people if p.id), key=lambda p: p.id):
        for at, row in enumerate(person.rows):
            cells = [person.id, person.name, aliases(person) if at == 0 else "", row["country"], row["sectors"], row["office"],
                     row["from"], row["to"], row["source"], person.gender if at == 0 else ""]
            lines.append("\t".join(clean(c) for c in cells))
    with open(os.path.join(KNOWLEDGE, "people.tsv"), "w", encoding="utf-8", newline="\n") as f:
        f.write("\t".join(HEADER) + "\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
