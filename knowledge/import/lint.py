"""Finds what is doubtful in knowledge/actors/people.tsv: two holders of an office of one, gaps, thin country-years.

    python3 knowledge/import/lint.py [--list clashes|gaps|thin] [--country CODE]

Without --list it prints the counts alone. A clash is an office of one holder (offices.SINGLE) held by two people for more
than two months. A gap is more than three months between 1990 and the last day of LAST without a head of state, without a
head of government (where a country ever had one beside the head of state) or without a foreign minister. Members of the
United Nations only; countries that share a king or queen with another are not asked for a head of state.
"""
import argparse
import os
from collections import defaultdict
from common import KNOWLEDGE
from offices import SINGLE, kind

FIRST, LAST = "1990-01-01", "2026-09-01"

# Members of the United Nations with the year since which each is a state of its own, where that is after 1990.
MEMBERS = """AFG AGO ALB AND ARE ARG ARM:1991-10 ATG AUS AUT AZE:1991-10 BDI BEL BEN BFA BGD BGR BHR BHS BIH:1992-04 BLR:1991-09 BLZ BOL
BRA BRB BRN BTN BWA CAF CAN CHE CHL CHN CIV CMR COD COG COL COM CPV CRI CUB CYP CZE:1993-01 DEU DJI DMA DNK DOM DZA ECU EGY
ERI:1993-06 ESP EST:1991-09 ETH FIN FJI FRA FSM GAB GBR GEO:1991-05 GHA GIN GMB GNB GNQ GRC GRD GTM GUY HND HRV:1991-07 HTI HUN IDN IND
IRL IRN IRQ ISL ISR ITA JAM JOR JPN KAZ:1991-12 KEN KGZ:1991-09 KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU:1991-09 LUX
LVA:1991-09 MAR MCO MDA:1991-09 MDG MDV MEX MHL MKD:1991-09 MLI MLT MMR MNE:2006-07 MNG MOZ MRT MUS MWI MYS NAM:1990-04 NER NGA NIC NLD NOR
NPL NRU NZL OMN PAK PAN PER PHL PLW:1994-10 PNG POL PRK PRT PRY QAT ROU RUS:1991-12 RWA SAU SDN SEN SGP SLB SLE SLV SMR SOM:2000-09 SRB:1992-05 SSD:2011-08
STP SUR SVK:1993-01 SVN:1991-07 SWE SWZ SYC SYR TCD TGO THA TJK:1991-10 TKM:1991-11 TLS:2002-06 TON TTO TUN TUR TUV TZA UGA UKR:1991-09
URY USA UZB:1991-10 VCT VEN VNM VUT WSM YEM:1990-06 ZAF ZMB ZWE""".split()
REALMS = set("ATG AUS BHS BLZ BRB CAN GRD JAM KNA LCA NZL PNG SLB TUV VCT GBR AND SMR CHE BIH".split())

# States without a head of government beside the president, for all of the time or most of it.
PRESIDENTIAL = set("AFG AGO ARG BEN BDI COM IRN KEN NGA PHL SUR ZAF ZMB ZWE CHE AND SMR".split())

# Ways in which a country is led; the head of state is any of these.
STATE = {"president", "monarch", "supreme leader", "head of state", "chairman of the sovereignty council", "member of the presidency",
         "governor general", "paramount leader", "grand duke", "sovereign prince", "leader", "head of state council", "head of presidential council",
         "head of presidential leadership council", "general secretary", "chief of state", "pope", "junta leader"}
GOVERNMENT = {"prime minister", "chief adviser", "chief executive"}


def load():
    """Rows of people.tsv as dicts."""
    with open(os.path.join(KNOWLEDGE, "people.tsv"), encoding="utf-8") as f:
        lines = f.read().splitlines()
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"))) for line in lines[1:]]


def first_day(date):
    return (date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10] if date else "0000-00-00"


def last_day(date):
    return date + "-12-31" if len(date) == 4 else date + "-28" if len(date) == 7 else date or "9999-12-31"


def days(date):
    year, month, day = (int(p) for p in date.split("-"))
    return int(year * 365.25 + month * 30.44 + day)


def clashes(rows):
    """Pairs of tenures of a single-holder office that share more than two months."""
    held = defaultdict(list)
    for row in rows:
        if (row["office"] in SINGLE or kind(row["office"]) in SINGLE) and "PRE" not in row["sectors"]:
            held[row["country"], kind(row["office"])].append(row)
    for (country, job), group in sorted(held.items()):
        group.sort(key=lambda r: (r["from"], r["to"] or "9999"))
        for at, one in enumerate(group):
            for two in group[at + 1:]:
                shared = days(min(end(one), end(two), "2026-12-31")) - days(first_day(max(one["from"], two["from"]) or FIRST))
                if one["id"] != two["id"] and shared > 62:
                    yield country, job, one, two


def end(row):
    """The day by which a tenure has ended at the earliest that its date allows."""
    return first_day(row["to"]) if row["to"] else "9999-12-31"


def gaps(rows):
    """Spans without head of state, head of government or foreign minister."""
    spans = defaultdict(list)
    for row in rows:
        job = kind(row["office"])
        for name, jobs in (("state", STATE), ("government", GOVERNMENT), ("foreign", {"foreign minister"})):
            if job in jobs:
                spans[row["country"], name].append((first_day(row["from"]), last_day(row["to"])))
    for member in MEMBERS:
        code, _, since = member.partition(":")
        for name in ("state", "government", "foreign"):
            held = sorted(spans[code, name])
            if name == "state" and code in REALMS or name == "government" and (not held or code in PRESIDENTIAL):
                continue
            yield from holes(code, name, max(FIRST, since + "-01" if since else FIRST), held)


def holes(code, name, start, held):
    at = start
    for begin, finish in [*held, (LAST, LAST)]:
        if begin > at and days(min(begin, LAST)) - days(at) > 92:
            yield code, name, at, min(begin, LAST)
        at = max(at, finish)
        if at >= LAST:
            return


def coverage(rows):
    """How many offices of a country are held in a year."""
    count = defaultdict(int)
    for row in rows:
        if row["office"] in ("senator", "representative", "member of parliament"):
            continue
        since, until = int(row["from"][:4] or 0) if row["from"] else 1990, int(row["to"][:4]) if row["to"] else 2026
        for year in range(max(since, 1990), min(until, 2026) + 1):
            count[row["country"], year] += 1
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", choices=["clashes", "gaps", "thin"])
    parser.add_argument("--country", default="")
    args = parser.parse_args()
    rows = load()
    found = list(clashes(rows)), list(gaps(rows))
    missing = defaultdict(int)
    for code, name, start, finish in found[1]:
        missing[name] += days(finish) - days(start)
    count = coverage(rows)
    members = [m.partition(":")[0] for m in MEMBERS]
    print(f"{len({r['id'] for r in rows})} people, {len(rows)} tenures; {len(found[0])} clashes; years missing 1990-2026: "
          + ", ".join(f"{name} {round(total / 365.25)}" for name, total in sorted(missing.items())))
    for era in ((1990, 1999), (2000, 2009), (2010, 2022), (2023, 2026)):
        numbers = sorted(count[m, y] for m in members for y in range(era[0], era[1] + 1))
        print(f"{era[0]}-{era[1]}: offices a country-year median {numbers[len(numbers) // 2]}, lowest tenth {numbers[len(numbers) // 10]}, "
              f"mean {sum(numbers) / len(numbers):.1f}")
    if args.list == "clashes":
        for country, job, one, two in found[0]:
            if args.country in ("", country):
                print(country, job, *(f"{r['name']} {r['from']}..{r['to']} ({r['source']})" for r in (one, two)), sep="\t")
    if args.list == "gaps":
        for code, name, start, finish in found[1]:
            if args.country in ("", code):
                print(code, name, start, finish, sep="\t")
    if args.list == "thin":
        for member in members:
            if args.country in ("", member):
                print(member, *(f"{y}:{count[member, y]}" for y in (1990, 1995, 2000, 2005, 2010, 2015, 2020, 2023, 2024, 2025, 2026)))


if __name__ == "__main__":
    main()
