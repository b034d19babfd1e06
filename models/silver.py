"""Text for silver trees, and the trees that are kept: see docs/SYNTAX.md.

    silver.py text RAW WORDS > text      every k-th paragraph of RAW, WORDS words in all, about
    silver.py trees < parsed > silver    sentences of 4 to 60 words, without named entities
"""

import re
import sys


def text(path, wanted):
    """Paragraphs are separated by empty lines; a fixed stride takes them from all of the file."""
    paragraphs = open(path, encoding="utf-8").read().split("\n\n")
    stride = sum(len(p.split()) for p in paragraphs) / wanted
    taken = [p for at, p in enumerate(paragraphs) if int(at / stride) != int((at - 1) / stride)]
    return "\n\n".join(taken) + "\n"


def trees(source):
    """CoNLL-U blocks that are neither scraps nor lists; MISC loses what one of several models said of names."""
    for block in source.split("\n\n"):
        words = [line for line in block.split("\n") if re.match(r"\d+\t", line)]
        if 4 <= len(words) <= 60:
            yield re.sub(r"NER=[BI]-[^|\n]*\|?", "", block).replace("\t\n", "\t_\n") + "\n\n"


if __name__ == "__main__":
    if sys.argv[1] == "text":
        sys.stdout.write(text(sys.argv[2], float(sys.argv[3])))
    else:
        sys.stdout.writelines(trees(sys.stdin.read()))
