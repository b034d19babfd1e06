#!/usr/bin/env python3
"""Five broad classes: is a sentence verbal or material cooperation or conflict, or none of these?

  gold/quads.py QUADS.jsonl [--errors N]

QUADS.jsonl holds a sentence a line: `id`, `text`, and `penta`, its class by the root of its CAMEO code: 0 neutral (statements
and appeals, roots 01 and 02), 1 verbal cooperation (03 to 05), 2 material cooperation (06 to 08), 3 verbal conflict (09 to
13 and 16), 4 material conflict (14, 15, 17 to 20). These are not PLOVER's quad classes: yielding is material here, a demand
verbal conflict, an appeal nothing. The answer is the class of the CAMEO code of the event with the highest confidence, the
first of several; neutral where there is none. Run it from the project's root after a release build; it reads
target/release/demarche, or $DEMARCHE.
"""
import argparse, collections, json, os, subprocess, sys

BIN = os.environ.get("DEMARCHE", os.path.join("target", "release", "demarche"))
CLASSES = {"01": 0, "02": 0, "03": 1, "04": 1, "05": 1, "06": 2, "07": 2, "08": 2, "09": 3, "10": 3, "11": 3, "12": 3,
           "13": 3, "14": 4, "15": 4, "16": 3, "17": 4, "18": 4, "19": 4, "20": 4}
NAMES = ("neutral", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


def coded(rows):
    """The events of each sentence, by its id."""
    documents = "".join(json.dumps({"id": r["id"], "date": "2019-06-12", "text": r["text"]}) + "\n" for r in rows)
    done = subprocess.run([BIN, "code", "-", "--format", "jsonl"], input=documents, capture_output=True, text=True,
                          encoding="utf-8")
    if done.returncode != 0:
        sys.exit(f"{BIN} code ended with {done.returncode}: {done.stderr.strip()[-400:]}")
    events = {r["id"]: [] for r in rows}
    for line in done.stdout.splitlines():
        event = json.loads(line)
        events[event["doc_id"]].append(event)
    return events


def answer(events):
    """The class that a sentence's events give it."""
    return CLASSES[max(events, key=lambda e: e["confidence"])["cameo"][:2]] if events else 0


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("data")
    ap.add_argument("--errors", type=int, default=0)
    args = ap.parse_args()
    with open(args.data, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    events = coded(rows)
    pairs = collections.Counter((r["penta"], answer(events[r["id"]])) for r in rows)
    wrong = [r for r in rows if r["penta"] != answer(events[r["id"]])]
    for r in wrong[:args.errors]:
        got = [(e["event"], e["rule"]) for e in events[r["id"]]]
        print(f"- {NAMES[r['penta']]}, but got {got}: {r['text']!r}")
    print(f"sentences {len(rows)}: accuracy {1 - len(wrong) / len(rows):.3f}")
    print("  rows the gold class, columns the answer, 0 to 4")
    for gold, name in enumerate(NAMES):
        print(f"  {name:21}" + "".join(f"{pairs[gold, got]:5}" for got in range(5)))


if __name__ == "__main__":
    main()
