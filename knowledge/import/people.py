"""Derives knowledge/actors/people.tsv: who held which office, when.

    python3 knowledge/import/people.py DATA

DATA is the folder of reference data. knowledge/actors/hand/people.tsv comes first and wins where spans of the same office
overlap; then, in order of trust: UK ministers, US presidents and Congress, office-holders of Wikidata, heads of state and
government of August 2026, those of the World Factbook, leaders and governments of CountryInfo, leaders of REIGN, the
directory of world leaders of June 2019. spans.py says what becomes of spans that contradict each other.
"""
import os
import re
import sys
from collections import defaultdict
import countryinfo
import factbook
import snapshots
from common import KNOWLEDGE, SMALL, clean, join, plain, read_csv, read_hand, slug
from iso import iso
from offices import SINGLE, kind, office
from spans import close_spans, initials_differ, merge_twins, near, seconds, settle, trim

HEADER = ["id", "name", "aliases", "country", "sectors", "office", "from", "to", "source", "gender"]
FIRST_YEAR = "1979"
# Sectors that a person's office may have.
SECTORS = set("AGR BUS COP CRM CVL EDU ELI GOV JRN JUD LAB LEG MED MIL OPP PRE PRM PTY REB REF REL SOC SPY UAF".split()) | {""}


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


def main(data):
    registry = Registry()
    hand(registry)
    for source in (uk, us, congress, wikidata, current, factbook_leaders, old_leaders, governments, national_leaders, directory):
        source(registry, f"{data}/actors")
    for person in registry.people:
        person.rows = settle(person.rows)
    merge_twins(registry.people)
    seconds(registry.people)
    close_spans(registry.people)
    trim(registry.people)
    one_crown(registry.people)
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
        assert set(row["sectors"].split("|")) <= SECTORS, f"people.tsv: expected sector codes, but found {row}"
        # "Ri Yong-ho (general)" tells two of one name apart.
        key, _, qualifier = row["name"].partition(" (")
        known = registry.by_name["*", plain(row["name"])]
        person = known[0] if known else registry.new(key, "*", qualifier.rstrip(")"))
        registry.by_name["*", plain(row["name"])] = [person]
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
        full, name = name, everyday(name)
        start, end = min(t[0] for t in terms), max(t[1] or "9999" for t in terms)
        end = "" if end == "9999" and any(t[2] is not None for t in terms) else "2023-01-03" if end == "9999" else end
        person = registry.by_qid.get(qid) or registry.find(name, "USA", job, start) or registry.new(name, "USA")
        registry.by_qid[qid] = person
        person.aliases += [full, *short_forms(name)] + [a.strip() for t in terms for a in (t[2] or "").split(";") if a.strip()]
        add(registry, person, "USA", "LEG", job, start, end, "US Congress", 1, name)


# Short forms by which Americans of the Congress go, where the register has the full one.
SHORT = {"Robert": "Bob", "William": "Bill", "Christopher": "Chris", "Charles": "Charlie", "Michael": "Mike", "James": "Jim",
         "Thomas": "Tom", "Joseph": "Joe", "Richard": "Rick", "Benjamin": "Ben", "Daniel": "Dan", "Edward": "Ed", "Timothy": "Tim",
         "Patrick": "Pat", "Gregory": "Greg", "Jeffrey": "Jeff", "Kenneth": "Ken", "Samuel": "Sam", "Steven": "Steve",
         "Stephen": "Steve", "Anthony": "Tony", "Matthew": "Matt", "Ronald": "Ron", "Donald": "Don", "David": "Dave",
         "Peter": "Pete", "Lawrence": "Larry", "Douglas": "Doug", "Randall": "Randy", "Susan": "Sue", "Deborah": "Debbie"}


def short_forms(name):
    """Other forms of a full American name: "Christopher S. Murphy" gives "Christopher Murphy" and "Chris Murphy"."""
    words = [w for w in name.split() if not re.fullmatch(r"[A-Z]\.|Jr\.?|Sr\.?", w)]
    if len(words) != 2:
        return []
    return [" ".join(words)] + ([f"{SHORT[words[0]]} {words[1]}"] if words[0] in SHORT else [])


def everyday(name):
    """The name that news uses: without what stands in quotation marks, and without the comma before "Jr."."""
    return re.sub(r"\s+", " ", re.sub(r'"[^"]*"', " ", name)).replace(", Jr", " Jr").replace(", Sr", " Sr").strip()


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


def current(registry, folder):
    for country, job, name, since in snapshots.leaders_2026(folder):
        add_found(registry, country, "GOV", job, since, "", "World Leaders", 3, name)


def factbook_leaders(registry, folder):
    for country, job, name, since, until in factbook.rows(folder):
        if registry.find(name, country, job, since) or since >= "2014" or len(name.split()) > 1:
            add_found(registry, country, "GOV", job, since, until, "Factbook", 4, name)


def old_leaders(registry, folder):
    for country, job, name, start, end in countryinfo.leaders(folder):
        if start and (not end or end >= FIRST_YEAR) and (len(name.split()) > 1 or job in ("king", "emir", "sultan")):
            add_found(registry, country, "GOV", job, start, end, "CountryInfo", 5, name)


def governments(registry, folder):
    for country, job, sectors, names, start, end, seen in countryinfo.governments(folder):
        if MINOR.match(job) or job.startswith("ambassador") and job != "ambassador to the united nations":
            continue
        person = next((p for p in (known(registry, n, country) for n in names) if p), None)
        person = person or registry.find(names[0], country, job, start) or registry.new(names[0], country)
        person.aliases += [n for n in names if plain(n) != plain(person.name)]
        if start == "2003" and any(kind(r["office"]) == kind(job) and (r["to"] or "9999") >= "2003" for r in person.rows):
            continue
        add(registry, person, country, sectors, job, start, end, "CountryInfo", 6, names[0])
        person.rows[-1]["seen"] = seen
        for row in person.rows:
            if kind(row["office"]) == kind(job) and not row["to"]:
                row["seen"] = max(row.get("seen", ""), end[:4] or seen)


def known(registry, name, country):
    return next(iter(registry.by_name[country, plain(name)]), None)


def national_leaders(registry, folder):
    """Leaders of REIGN that nobody else has; what their office was called it does not say."""
    for country, name, start, end in snapshots.reign(folder):
        if registry.find(name, country, "president", start) is None:
            add(registry, registry.new(name, country), country, "GOV", "leader", start, end, "REIGN", 7)


def directory(registry, folder):
    """Officials of June 2019: open spans lasted until then; an office whose holder no other source has gets one."""
    held = defaultdict(list)
    for person in registry.people:
        for row in person.rows:
            held[row["country"], kind(row["office"])].append((row, person))
    for country, job, sectors, name in snapshots.directory(folder):
        if MINOR.match(job) or kind(job) not in SINGLE and job not in ("vice president", "intelligence chief"):
            continue
        person = registry.find(name, country, job, "2019")
        rows = [r for r, p in held[country, kind(job)] if p is person]
        for row in rows:
            row["seen"] = max(row.get("seen", ""), "2019") if not row["to"] else row.get("seen", "")
        taken = any((r["from"] or "0000") < "2019-06" and (r["to"] >= "2019-06" or not r["to"]) for r, _ in held[country, kind(job)])
        if not rows and not taken:
            add_found(registry, country, sectors, job, "2019", "2019", "CIA 2019", 8, name)


def add_found(registry, country, sectors, job, start, end, source, rank, name):
    """Adds an office to whoever has the name, or to somebody new."""
    person = registry.find(name, country, job, start) or registry.new(name, country)
    add(registry, person, country, sectors, job, start, end, source, rank, name)


# --- ids, output ---------------------------------------------------------------------------------------------------

def one_crown(people):
    """A monarch of several realms counts for the one that the hand-kept table gives."""
    crown = {"king", "queen", "monarch"}
    seats = {plain(p.name): r["country"] for p in people for r in p.rows if r["source"] == "hand" and r["office"] in crown}
    for person in people:
        seat = seats.get(plain(person.name))
        person.rows = [r for r in person.rows if not (seat and r["office"] in crown and r["country"] != seat)]


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
            line = "\t".join(clean(c) for c in cells)
            if not lines or lines[-1] != line:
                lines.append(line)
    with open(os.path.join(KNOWLEDGE, "people.tsv"), "w", encoding="utf-8", newline="\n") as f:
        f.write("\t".join(HEADER) + "\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
