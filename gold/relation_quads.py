#!/usr/bin/env python3
"""Accuracy on the four quad classes in PLV: one sentence, a marked source and target, one PLOVER root.

  gold/relation_quads.py PLV.jsonl

Run from the project's root after a release build; it reads target/release/demarche, or $DEMARCHE. As the strict score of
roots: of the events that have the source among their actors and the target among their recipients, or both among their
actors, the most confident one answers; a row without one is wrong. YIELD (CONCEDE and RETREAT) is material cooperation,
as in that dataset.
"""
import argparse, json, os, subprocess

BIN = os.environ.get("DEMARCHE", os.path.join("target", "release", "demarche"))
QUADS = {1: "AGREE CONSULT SUPPORT", 2: "COOPERATE AID YIELD CONCEDE RETREAT", 3: "REQUEST ACCUSE REJECT THREATEN",
         4: "PROTEST SANCTION MOBILIZE COERCE ASSAULT"}
QUAD = {root: quad for quad, roots in QUADS.items() for root in roots.split()}


def overlap(a, b):
    """True where two stretches of one sentence say the same, or one holds the other."""
    return bool(a) and bool(b) and (a in b or b in a)


def takes_part(event, source, target):
    sides = [[p["text"] for p in event[side]] for side in ("actors", "recipients")]
    has = lambda side, text: any(overlap(p, text) for p in side)
    return has(sides[0], source) and (has(sides[1], target) or has(sides[0], target))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("rows")
    args = ap.parse_args()
    with open(args.rows, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    documents = []
    for number, row in enumerate(rows):
        at = {role: row["text"].find(row[role]) for role in ("source", "target")}
        mentions = [{"start": start, "end": start + len(row[role])} for role, start in at.items() if start >= 0]
        documents.append({"id": str(number), "date": "2018-01-01", "text": row["text"], "mentions": mentions})
    text = "".join(json.dumps(d) + "\n" for d in documents)
    done = subprocess.run([BIN, "code", "-", "--format", "jsonl"], input=text, capture_output=True, text=True, check=True)
    events = {}
    for event in map(json.loads, done.stdout.splitlines()):
        events.setdefault(event["doc_id"], []).append(event)
    strict = loose = 0
    for number, row in enumerate(rows):
        found = sorted(events.get(str(number), []), key=lambda e: -e["confidence"])
        pair = [e for e in found if takes_part(e, row["source"], row["target"])]
        strict += bool(pair) and QUAD[pair[0]["event"]] == QUAD[row["root"]]
        loose += bool(found) and QUAD[found[0]["event"]] == QUAD[row["root"]]
    print(f"rows {len(rows)}: quad accuracy strict {strict / len(rows):.3f}, sentence {loose / len(rows):.3f}")


if __name__ == "__main__":
    main()
