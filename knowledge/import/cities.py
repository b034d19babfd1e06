"""knowledge/actors/cities.tsv: cities and regions that say which country somebody is from ("Mosul police").

    cities.py GEO_FOLDER WORDS_FOLDER

GEO_FOLDER holds GeoNames' cities15000_trim.tsv and admin1CodesASCII.txt; WORDS_FOLDER an English treebank in CoNLL-U.
Rows of knowledge/actors/hand/cities.tsv come first and win: small places that wars and summits made known, and spellings of
newspapers. Larger cities of countries with wars come under every name in plain letters ("Raqqa" for Ar Raqqah). Left out:
names of several countries without one that outweighs the others, English words, family names of people.tsv, and small towns
outside the countries in which the news has wars.
"""
import collections
import glob
import os
import sys
from common import KNOWLEDGE, plain, read_hand, write_table

WARS = "SYR IRQ YEM UKR AFG LBY SDN SSD SOM ETH MLI NER NGA BFA COD CAF ISR PSE LBN PAK MMR AZE ARM GEO RUS IRN COL MEX VEN HTI MOZ TCD CMR ERI".split()
CODES = {"XKX": "KOS"}
# Names that are likelier something else.
NOT = {"mobile", "reading", "nice", "split", "bath", "orange", "of", "victoria", "santa", "central", "western", "eastern", "southern", "northern",
       "north", "south", "east", "west", "federal district", "capital", "distrito federal", "north east", "northern province", "amazonas", "union",
       "southern province", "eastern province", "central region", "western province", "northern region", "la union", "independence", "liberty"}


def words(folder):
    """Words that treebanks write with a small letter."""
    out = set()
    for path in glob.glob(os.path.join(folder, "*.conllu")):
        with open(path, encoding="utf-8") as f:
            for line in f:
                cells = line.split("\t")
                if len(cells) > 4 and cells[1].islower() and not cells[4].startswith("NNP"):
                    out.add(cells[1])
    return out


def countries():
    names, codes = set(), set()
    with open(os.path.join(KNOWLEDGE, "countries.tsv"), encoding="utf-8") as f:
        for line in f.read().splitlines()[1:]:
            cells = line.split("\t")
            codes.add(cells[0])
            names.update(plain(n) for cell in cells[1:6] for n in cell.split("|"))
    return names, codes


def surnames():
    out = set()
    with open(os.path.join(KNOWLEDGE, "people.tsv"), encoding="utf-8") as f:
        for line in f.read().splitlines()[1:]:
            parts = plain(line.split("\t")[1]).split()
            out.update(parts[-1:])
    return out


def main(geo, lexicon):
    iso = {}
    with open(os.path.join(geo, "..", "countries", "geonames_countryInfo.txt"), encoding="utf-8") as f:
        for line in f:
            if not line.startswith("#"):
                cells = line.split("\t")
                iso[cells[0]] = CODES.get(cells[1], cells[1])
    weight, spelled = collections.defaultdict(collections.Counter), {}
    with open(os.path.join(geo, "cities15000_trim.tsv"), encoding="utf-8") as f:
        next(f)
        for line in f:
            c = line.rstrip("\n").split("\t")
            code, people = iso.get(c[7], ""), int(c[10] or 0)
            others = c[3].split(",") if code in WARS and people >= 50_000 else []
            others = {n for n in others if n.isascii() and len(n) > 4 and n.replace("-", "").replace(" ", "").isalpha() and n.istitle()}
            for key, name in {plain(n): n for n in [*sorted(others), c[2], c[1]]}.items():
                weight[key][code] += people
                spelled.setdefault(key, name.lstrip("'`‘’"))
    with open(os.path.join(geo, "admin1CodesASCII.txt"), encoding="utf-8") as f:
        for line in f:
            key, name, plain_name, _ = line.rstrip("\n").split("\t")
            weight[plain(name)][iso.get(key[:2], "")] += 400_000
            spelled.setdefault(plain(name), name)
    known, codes = countries()
    skip = known | words(lexicon) | surnames() | NOT
    rows = [(row["name"], row["country"]) for row in read_hand("cities.tsv")]
    skip |= {plain(name) for name, _ in rows}
    for name, by in weight.items():
        (code, most), rest = by.most_common(1)[0], sum(by.values())
        small = most < (15_000 if code in WARS else 150_000)
        if small or most < 0.8 * rest or name in skip or len(name) < 4 or code not in codes or name.isdigit():
            continue
        rows.append((spelled[name], code))
    write_table("cities.tsv", ["name", "country"], rows)


main(*sys.argv[1:])
