"""From a country's name, as sources write it, to its code in knowledge/actors/countries.tsv."""
import os
from common import KNOWLEDGE, plain

# Names that the table of countries does not list, or lists for somebody else.
OTHER = {
    "viet nam": "VNM", "congo": "COG", "dr congo zaire": "COD", "dr congo": "COD", "russia soviet union": "RUS",
    "yemen north yemen": "YEM", "cambodia kampuchea": "KHM", "myanmar burma": "MMR", "serbia yugoslavia": "SRB",
    "madagascar malagasy": "MDG", "zimbabwe rhodesia": "ZWE", "macedonia fyr": "MKD", "kingdom of eswatini swaziland": "SWZ",
    "bosnia herzegovina": "BIH", "korea north": "PRK", "korea south": "KOR", "korea dem rep": "PRK", "korea rep": "KOR",
    "congo democratic republic of the": "COD", "congo republic of the": "COG", "bahamas the": "BHS", "gambia the": "GMB",
    "micronesia federated states of": "FSM", "saint kitts nevis": "KNA", "hong kong sar": "HKG", "the holy see": "VAT",
    "holy see vatican city": "VAT", "turkey turkiye": "TUR", "cote divoire": "CIV", "us": "USA", "uae": "ARE",
    "south yemen": "YMD", "madagaskar": "MDG", "republic of south africa": "ZAF", "serbia and montenegro": "SRB", "united republic of tanzania": "TZA", "czech rep": "CZE", "saint vincent": "VCT", "drc": "COD",
}


def load():
    """Plain name to code, main rows of a country first."""
    table = dict(OTHER)
    with open(os.path.join(KNOWLEDGE, "countries.tsv"), encoding="utf-8") as f:
        for line in f.read().splitlines()[1:]:
            code, names = line.split("\t")[:2]
            for name in names.split("|"):
                table.setdefault(plain(name), code)
    return table


TABLE = load()


def iso(name):
    """The code of a country's name, empty where unknown."""
    key = plain(name).replace("(", "").replace(")", "").replace(",", "").replace("&", "and")
    key = key.removeprefix("the ")
    return TABLE.get(key, TABLE.get("the " + key, ""))
