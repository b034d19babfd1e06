#!/usr/bin/env python3
"""Parties alone, in sentences with made-up actors: PETRARCH2's unit tests without their event codes.

  gold/parties.py RECORDS.jsonl --actors FILE [--actors FILE]

Run from the project's root after a release build; it reads target/release/demarche, or $DEMARCHE. Counts distinct pairs of
source and target, each by the first three letters of its code, whatever happened between them; records marked
evaluate=false are left out, records without an event count for precision alone.
"""
import argparse
import json
import os
import subprocess

BIN = os.environ.get("DEMARCHE", os.path.join("target", "release", "demarche"))


def short(code):
    return (code or "---")[:3].upper()


def pairs(event):
    """Actors with recipients; without recipients each actor with each other one, or alone."""
    actors = [short(a["code"]) for a in event["actors"]]
    recipients = [short(a["code"]) for a in event["recipients"]]
    if recipients:
        return {(a, r) for a in actors for r in recipients}
    return {(a, b) for a in actors for b in actors if a != b} or {(a, "---") for a in actors}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("records")
    ap.add_argument("--actors", action="append", default=[])
    args = ap.parse_args()
    with open(args.records, encoding="utf-8") as lines:
        records = [r for r in map(json.loads, lines) if str(r.get("evaluate", "true")) == "true"]
    day = lambda d: f"{d[:4]}-{d[4:6]}-{d[6:8]}"
    documents = [{"id": r["id"], "date": day(str(r["date"])), "text": r["text"]} for r in records]
    flags = [x for file in args.actors for x in ("--actors", file)]
    stdin = "".join(json.dumps(d) + "\n" for d in documents)
    out = subprocess.run([BIN, "code", "-", "--format", "jsonl", *flags], input=stdin, capture_output=True,
                         text=True, encoding="utf-8", check=True).stdout
    got = {r["id"]: set() for r in records}
    for event in map(json.loads, out.splitlines()):
        got[event["doc_id"]] |= pairs(event)
    right = found = wanted = 0
    for r in records:
        gold = {(short(e.get("sourcecode")), short(e.get("targetcode"))) for e in r["events"]}
        right += len(gold & got[r["id"]])
        found += len(got[r["id"]])
        wanted += len(gold)
    p, r = right / max(found, 1), right / max(wanted, 1)
    print(f"records {len(records)}: pairs P {p:.3f} R {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f}")


if __name__ == "__main__":
    main()
