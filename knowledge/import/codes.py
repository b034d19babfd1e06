"""Derives the code tables of other event data sets: knowledge/codes/countries.tsv and knowledge/codes/cameo.tsv.

    python3 knowledge/import/codes.py DATA

DATA is the folder of reference data. Countries: short English name, code of FIPS 10-4, number in the Correlates of War and
CAMEO's own code where it is not the ISO one. CAMEO: the name of each event code and its Goldstein score.
"""
import csv
import sys
from pathlib import Path

# CAMEO names these otherwise than ISO 3166 does (CAMEO manual 1.1b3, table of countries).
CAMEO = {"KOS": "KSV", "MNE": "MTN", "ROU": "ROM", "TLS": "TMP"}
# States since the table of GeoNames was made, and those it writes otherwise.
FIPS = {"KOS": "KV", "PSE": "WE", "SSD": "OD", "SRB": "RI", "MNE": "MJ", "CUW": "UC", "SXM": "NN", "TLS": "TT"}
COW = {"KOS": "347", "SSD": "626", "SRB": "345", "DEU": "255", "YEM": "679", "TWN": "713", "LIE": "223", "MCO": "221", "ATG": "58"}


def write(name, header, rows):
    path = Path(__file__).parents[1] / "codes" / name
    path.parent.mkdir(exist_ok=True)
    lines = ["\t".join(header)] + ["\t".join(row) for row in sorted(rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def countries(data):
    with open(data / "codebook/cow2iso.txt", encoding="utf-8") as file:
        cow = {row["iso3"]: row["cow_id"] for row in csv.DictReader(file) if not row["valid_until"]}
    cow.update(COW)
    with open(data / "actors/countries/geonames_countryInfo.txt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            code = {"XKX": "KOS"}.get(row["ISO3"], row["ISO3"])
            if code in ("ANT", "SCG", "ATA"):
                continue
            fips = FIPS.get(code, row["fips"])
            yield code, row["Country"], fips, cow.get(code, ""), CAMEO.get(code, code)


def cameo(data):
    with open(data / "actors/codes/icews_cameo_codes_goldstein.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield row["code"], row["name"].strip(), row["goldstein"]


def main():
    data = Path(sys.argv[1])
    write("countries.tsv", ("code", "name", "fips", "cow", "cameo"), countries(data))
    write("cameo.tsv", ("code", "name", "goldstein"), cameo(data))


main()
