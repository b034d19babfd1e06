"""knowledge/stories/words.tsv: how many of ten thousand news texts hold a word, for telling stories apart.

    words.py DATA

DATA is the folder of reference data. Counted are the daily items of Wikipedia's "Current events", five at a time so that a text is
about as long as a report, and the beginnings of White House statements; the larger of the two shares is kept, so that the
common words of each way of writing are known as common. Words of fewer than
30 in ten thousand are left out: the program takes what it does not find for rare.
"""
import collections
import gzip
import json
import os
import re
import sys
from common import KNOWLEDGE

LEAST = 30
BEGINNING = 3000
WORD = re.compile(r"[^\W\d_][^\W_'’]*(?:['’][^\W\d_]+)?")


def shares(texts):
    """Word → texts of ten thousand that hold it."""
    count, number = collections.Counter(), 0
    for text in texts:
        number += 1
        count.update({w.lower().replace("’", "'") for w in WORD.findall(text)})
    return {w: 10000 * n // number for w, n in count.items()}


def items(path):
    """Daily items, five at a time, far ones together so that no story is counted as one text."""
    with open(path, encoding="utf-8") as f:
        lines = [line.rstrip("\n").split("\t")[2] for line in f if line.count("\t") >= 2]
    step = len(lines) // 5
    return (" ".join(lines[i::step]) for i in range(step))


def main(data):
    with gzip.open(os.path.join(data, "news/whitehouse-statements.jsonl.gz"), "rt", encoding="utf-8") as f:
        statements = [(json.loads(line).get("text") or "")[:BEGINNING] for line in f]
    sources = [("wcep", shares(items(os.path.join(data, "text/wcep/wcep_2002-2026.tsv")))),
               ("whitehouse", shares(statements))]
    best = {}
    for name, share in sources:
        for word, value in share.items():
            if value >= LEAST and value > best.get(word, (0, ""))[0]:
                best[word] = (value, name)
    folder = os.path.join(os.path.dirname(KNOWLEDGE), "stories")
    with open(os.path.join(folder, "words.tsv"), "w", encoding="utf-8", newline="\n") as f:
        f.write("word\tshare\tsource\n")
        f.writelines(f"{w}\t{v}\t{s}\n" for w, (v, s) in sorted(best.items(), key=lambda x: x[0].encode()))


if __name__ == "__main__":
    main(sys.argv[1])
