#!/usr/bin/env python3
"""PETRARCH2's unit tests with their codes read as what they are: WEIS.

  gold/weis.py RECORDS.jsonl --actors FILE [--actors FILE] [--errors N]

Run from the project's root after a release build; it reads target/release/demarche, or $DEMARCHE. The verb dictionary of
those tests says that most of its codes are WEIS's, not CAMEO's; here each is turned into the PLOVER category of its WEIS
meaning (McClelland 1976; 064, to grant recognition, is SUPPORT). Codes that are in neither scheme (345, 903, 174K: they
test the dictionary's reader) drop their record, and events that the program tells as background are left out. Counts distinct (source, target, category), parties by the first three
letters, CONCEDE and RETREAT as one; the last line says how many of the gold dyads keep their category when the first two
digits are read as CAMEO's, which is the most that a coder can reach that gives every act its WEIS meaning.
"""
import argparse
import json
import os
import subprocess

BIN = os.environ.get("DEMARCHE", os.path.join("target", "release", "demarche"))

# By the first two digits, and what differs by the third; None is no event of PLOVER's.
ROOT = {"01": "YIELD", "02": None, "03": "CONSULT", "04": "SUPPORT", "05": "AGREE", "06": "SUPPORT", "07": "AID",
        "08": "AGREE", "09": "REQUEST", "10": "REQUEST", "11": "REJECT", "12": "ACCUSE", "13": "ACCUSE",
        "14": "REJECT", "15": "REQUEST", "16": "THREATEN", "17": "THREATEN", "18": "PROTEST", "19": "SANCTION",
        "20": "SANCTION", "21": "COERCE", "22": "ASSAULT"}
OWN = {"061": "YIELD", "062": "AGREE", "063": "AID", "065": "YIELD", "066": "YIELD", "081": "SUPPORT",
       "182": "MOBILIZE", "191": "REJECT"}
CAMEO = {"02": "REQUEST", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID",
         "08": "YIELD", "09": "ACCUSE", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN",
         "14": "PROTEST", "15": "MOBILIZE", "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT",
         "20": "ASSAULT"}


def weis(code):
    """PLOVER category of a WEIS code; None for what PLOVER leaves out; `?` for a code that is none."""
    if not (len(code) == 3 and code.isdigit() and code[:2] in ROOT):
        return "?"
    return OWN.get(code, ROOT[code[:2]])


def short(code):
    return (code or "---")[:3].upper()


def dyads(event):
    """Actors with recipients; without recipients each actor with each other one, or alone."""
    name = "YIELD" if event["event"] in ("CONCEDE", "RETREAT") else event["event"]
    actors = [short(a["code"]) for a in event["actors"]]
    recipients = [short(a["code"]) for a in event["recipients"]]
    pairs = {(a, r) for a in actors for r in recipients} if recipients else (
        {(a, b) for a in actors for b in actors if a != b} or {(a, "---") for a in actors})
    return {(a, r, name) for a, r in pairs}


def coded(records, actors):
    day = lambda d: f"{d[:4]}-{d[4:6]}-{d[6:8]}"
    documents = [{"id": r["id"], "date": day(str(r["date"])), "text": r["text"]} for r in records]
    flags = [x for file in actors for x in ("--actors", file)]
    stdin = "".join(json.dumps(d) + "\n" for d in documents)
    out = subprocess.run([BIN, "code", "-", "--format", "jsonl", *flags], input=stdin, capture_output=True,
                         text=True, encoding="utf-8", check=True).stdout
    got = {r["id"]: set() for r in records}
    for event in map(json.loads, out.splitlines()):
        if not event["background"]:
            got[event["doc_id"]] |= dyads(event)
    return got


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("records")
    ap.add_argument("--actors", action="append", default=[])
    ap.add_argument("--errors", type=int, default=0)
    args = ap.parse_args()
    with open(args.records, encoding="utf-8") as lines:
        records = [r for r in map(json.loads, lines) if str(r.get("evaluate", "true")) == "true"]
    kept = [r for r in records if all(weis(str(e.get("eventcode"))) != "?" for e in r["events"])]
    got = coded(kept, args.actors)
    right = found = wanted = whole = agree = codes = 0
    for r in kept:
        events = [(short(e.get("sourcecode")), short(e.get("targetcode")), str(e["eventcode"])) for e in r["events"]]
        gold = {(s, t, weis(c)) for s, t, c in events if weis(c) and s != "---"}
        codes += len(gold)
        agree += len({(s, t, weis(c)) for s, t, c in events if weis(c) and s != "---" and CAMEO.get(c[:2]) == weis(c)})
        mine = got[r["id"]]
        right, found, wanted = right + len(gold & mine), found + len(mine), wanted + len(gold)
        whole += gold == mine
        if gold != mine and args.errors > 0:
            args.errors -= 1
            print(f"- {r['id']} missed {sorted(gold - mine)} wrong {sorted(mine - gold)}: {r['text']}")
    p, r = right / max(found, 1), right / max(wanted, 1)
    print(f"records {len(kept)} of {len(records)}: right {whole / len(kept):.3f}; "
          f"dyads P {p:.3f} R {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f}")
    print(f"the category is the same when the code is read as CAMEO's: {agree} of {codes} dyads")


if __name__ == "__main__":
    main()
