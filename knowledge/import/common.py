"""What the import scripts share: the hand-kept tables, how a table is written, names in plain letters."""
import csv
import os
import re
import unicodedata

KNOWLEDGE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "actors")
# Small words of names, which no source writes with a capital.
SMALL = {"de", "da", "do", "dos", "van", "von", "der", "den", "bin", "ibn", "del", "la", "du", "le", "y", "al", "el", "ben", "ould", "e"}
HAND = os.path.join(KNOWLEDGE, "hand")


def read_hand(name):
    """Rows of a hand-kept table as dicts; lines that start with '#' are comments."""
    with open(os.path.join(HAND, name), encoding="utf-8") as f:
        lines = [line.rstrip("\n") for line in f if line.strip() and not line.startswith("#")]
    header = lines[0].split("\t")
    for line in lines[1:]:
        cells = line.split("\t")
        assert len(cells) <= len(header), f"{name}: expected {len(header)} columns, but found {line!r}"
        yield dict(zip(header, cells + [""] * (len(header) - len(cells))))


def read_csv(path):
    """Rows of a CSV file as dicts."""
    with open(path, encoding="utf-8-sig", errors="replace", newline="") as f:
        yield from csv.DictReader(f)


def write_table(name, header, rows):
    """Writes a table sorted by its cells, without repeated lines."""
    lines = sorted({tuple(clean(cell) for cell in row) for row in rows})
    with open(os.path.join(KNOWLEDGE, name), "w", encoding="utf-8", newline="\n") as f:
        f.write("\t".join(header) + "\n")
        f.writelines("\t".join(line) + "\n" for line in lines)


def clean(cell):
    """A cell without tabs, line breaks and doubled spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", cell or "")).strip()


def plain(name):
    """A name in lower case ASCII letters and digits, words parted by one space."""
    special = {"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe",
               "ə": "a", "Ə": "a", "ð": "d", "þ": "th", "ħ": "h"}
    name = "".join(special.get(c, c) for c in name)
    name = unicodedata.normalize("NFKD", name).lower()
    name = "".join(c for c in name if not unicodedata.combining(c))
    return " ".join(re.sub(r"['’‘ʼ`ʻʿʾ.]", "", name).replace("-", " ").split())


def slug(name):
    """An id: "Recep Tayyip Erdoğan" gives "recep-tayyip-erdogan"."""
    return re.sub(r"[^a-z0-9]+", "-", plain(name)).strip("-")


def join(names):
    """Names as a list cell, each once."""
    seen = []
    for name in names:
        name = clean(name).replace("|", " ")
        if name and name not in seen:
            seen.append(name)
    return "|".join(seen)
