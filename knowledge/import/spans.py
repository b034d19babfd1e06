"""Puts the tenures of different sources in order: one row a tenure, one person a transliteration, one holder an office.

A row is a dict with country, office, sectors, from, to, source and rank; rank 0 is the most trusted. Dates are ISO 8601,
a year or a month where no more is known, empty where the source has none.
"""
import re
from collections import defaultdict
from difflib import SequenceMatcher
from common import plain
from offices import SINGLE, kind

# Offices that are held for long; an open span of these is believed.
LASTING = {"monarch", "president", "prime minister", "supreme leader", "crown prince", "general secretary", "senator",
           "representative", "vice president", "pope", "sultan", "grand duke", "sovereign prince"}
# Sources whose open spans are open.
CURRENT = {"US Congress", "IfG", "Factbook", "Roster"}


def ordinal(date):
    """Days since year 0, about."""
    parts = [int(p) for p in date.split("-")] + [1, 1]
    return int(parts[0] * 365.25 + (parts[1] - 1) * 30.44 + parts[2])


def near(one, two, days=75):
    return bool(one and two) and abs(ordinal(one) - ordinal(two)) <= days


def single(row):
    """True for an office that one person of a country holds at a time."""
    return (kind(row["office"]) in SINGLE or row["office"] in SINGLE) and "PRE" not in row["sectors"]


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
    return merge_touching(kept)


def merge_touching(rows):
    merged = []
    for row in rows:
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


def by_office(people):
    """Rows of each single-holder office with their people, earliest first."""
    groups = defaultdict(list)
    for person in people:
        for row in person.rows:
            if single(row):
                groups[row["country"], kind(row["office"])].append((row, person))
    for entries in groups.values():
        entries.sort(key=lambda e: (e[0]["from"] or "0000", e[0]["rank"], e[1].name))
        yield entries


def merge_twins(people):
    """Makes one of two people who took the same office together, left it together and have names alike.

    Sources transliterate one name in two ways; what the less trusted one calls a person becomes an alias.
    """
    for entries in by_office(people):
        for at, (one, first) in enumerate(entries):
            for two, second in entries[at + 1:]:
                if first is second or not near(one["from"], two["from"], 45):
                    continue
                if initials_differ(plain(first.name), plain(second.name)):
                    continue
                same_end = not one["to"] and not two["to"] or near(one["to"], two["to"], 60)
                if (same_end or one["rank"] != two["rank"] and alike(first, second) > 0.7) and alike(first, second) > 0.5:
                    better, other = sorted((first, second), key=lambda p: min(r["rank"] for r in p.rows) if p.rows else 9)
                    if better.rows and other.rows:
                        absorb(better, other)


def initials_differ(one, two):
    """True when both names have initials, but not the same: George W. and George H. W. Bush."""
    one, two = ([t for t in name.split() if len(t) == 1] for name in (one, two))
    return bool(one and two) and one != two


def alike(one, two):
    """How much two people's names resemble each other, 0 to 1: the worst word of the shorter name against its best match.

    One word alike is not enough: brothers follow each other in office.
    """
    words = [[w for w in re.sub(r"[yj]", "i", plain(p.name)).replace("kh", "h").replace("w", "v").split() if len(w) > 2] for p in (one, two)]
    short, long = sorted(words, key=len)
    worst = min((max(SequenceMatcher(None, a, b).ratio() for b in long) for a in short), default=0)
    whole = SequenceMatcher(None, plain(one.name).replace(" ", ""), plain(two.name).replace(" ", "")).ratio()
    return max(worst, whole if whole > 0.8 else 0)


def absorb(person, other):
    """Gives a person the rows and names of another record of the same person."""
    person.aliases += [other.name, *other.aliases]
    person.gender = person.gender or other.gender
    person.rows = settle(person.rows + other.rows)
    other.rows = []


def close_spans(people):
    """Ends open spans at the successor's start; an old ministry without a successor ends after a usual term."""
    groups = defaultdict(list)
    for person in people:
        for row in person.rows:
            groups[row["country"], kind(row["office"])].append((row["from"] or "0000", row, person))
    for (_, job), entries in groups.items():
        entries.sort(key=lambda e: (e[0], e[2].name))
        for at, (start, row, person) in enumerate(entries):
            after = [e for e in entries[at + 1:] if e[0] > start and e[2] is not person]
            # The Factbook's end is the day of its next edition.
            if row["source"] == "Factbook" and row["to"] and single(row) and after:
                row["to"] = min(row["to"], after[0][0])
            if row["to"] or row["rank"] == 0:
                continue
            if single(row) or " of " in row["office"]:
                row["to"] = after[0][0] if after else stale(row, job)
            else:
                row["to"] = stale(row, job)


def stale(row, job):
    """The end of an open span without a successor: none for high offices, else the last year in which the source shows it.

    The snapshot of Wikidata is of 2022, and who holds an office of one there without a successor most likely still did;
    other open ministries last a usual term.
    """
    if row["source"] == "CountryInfo" and row.get("seen"):
        return row["seen"]
    if job in LASTING or row["source"] in CURRENT:
        return ""
    year = int((row["from"] or "2015")[:4])
    until = max(year + 4, int(row.get("seen") or 0), 2023 if single(row) and year > 2009 else 0)
    return str(until) if until < 2026 else ""


def trim(people):
    """Where two sources name two holders at a time, the more trusted one is right: the other's span gives way."""
    for entries in by_office(people):
        for row, person in entries:
            for other, holder in entries:
                if other["rank"] < row["rank"] and holder is not person and other["from"] and row["office"]:
                    give_way(row, other)
    for person in people:
        person.rows = [r for r in person.rows if r["office"]]


def give_way(row, other):
    """Shortens a row by a more trusted one; what lies within that is some lesser office of the government."""
    start, end = row["from"] or "0000", row["to"] or "9999"
    begin, finish = other["from"], other["to"] or "9999"
    if end <= begin or start >= finish or ordinal(min(end, finish)) - ordinal(max(start, begin)) <= 30:
        return
    if near(row["from"], other["from"], 45) and near(row["to"], other["to"], 60):
        # The same tenure under a namesake.
        row["office"] = ""
    elif start < begin and ordinal(begin) - ordinal(start) > 45:
        row["to"] = begin
    elif end > finish and finish != "9999" and ordinal(min(end, "2027")) - ordinal(finish) > 45:
        row["from"] = finish
    else:
        row["office"] = "acting " + row["office"] if row["office"] in ("president", "prime minister") and short(row) else "official"


def short(row):
    return bool(row["to"]) and ordinal(row["to"]) - ordinal(row["from"] or row["to"]) < 200


def seconds(people):
    """Of ministers of one source whose span holds the spans of two others, the long one is a second minister."""
    for entries in by_office(people):
        for row, person in entries:
            within = [o for o, p in entries if p is not person and o["rank"] == row["rank"] and o["from"] and o["to"]
                      and row["from"] < o["from"] and o["to"] < (row["to"] or "9999")]
            if len(within) > 1 and row["rank"] > 0 and kind(row["office"]) not in LASTING:
                row["office"] = "official"
