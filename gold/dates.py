#!/usr/bin/env python3
"""Temporal expressions beyond TimeBank: MEANTIME in the scorer's form, and the phrase lists of two parsers.

  gold/dates.py meantime ENGLISH.jsonl            JSON Lines for score_dates.py and the example `event_dates`
  gold/dates.py phrases LIST.jsonl [--show N]     Duckling's or Recognizers' list: classes, and N phrases of each

`phrases` asks `demarche annotate` ($DEMARCHE, else target/release/demarche) what days each phrase means, alone and in a clause
that looks back or ahead, and sorts what differs by its reason; docs/TIMES.md reports the classes.
"""
import argparse, json, os, re, subprocess, sys
from collections import defaultdict
from datetime import date, timedelta

ANNOTATED = 6
BIN = os.environ.get("DEMARCHE", os.path.join("target", "release", "demarche"))
NO_SPACE_BEFORE = re.compile(r"^([.,;:!?%)\]}”’]|'s|'S|'re|'ve|'ll|'d|'m|n't|''|\.\.\.)$")
NO_SPACE_AFTER = re.compile(r"^([(\[{$£€“]|``|US\$)$")


def rows(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def meantime(path):
    """Tokens become text again, so that offsets are ours; the heading's sentences stand on lines of their own. Times are
    annotated in the first six sentences of each article, heading and dateline among them: the text ends there."""
    for row in rows(path):
        text, spans, before = "", [], None
        for i, token in enumerate(row["tokens"]):
            if row["sentence_of_token"][i] >= ANNOTATED:
                break
            new = i > 0 and row["sentence_of_token"][i] != row["sentence_of_token"][i - 1]
            if new:
                text += "\n\n" if row["sentence_of_token"][i] <= 2 else " "
            elif before and not NO_SPACE_BEFORE.match(token) and not NO_SPACE_AFTER.match(before):
                text += " "
            spans.append((len(text), len(text) + len(token)))
            text += token
            before = token
        place = lambda m: {"start": spans[m["tokens"][0]][0], "end": spans[m["tokens"][-1]][1], "text": m["text"]}
        mentions = {k: m for k, m in row["mentions"].items() if m["tokens"] and m["tokens"][-1] < len(spans)}
        timexes = [place(m) | {"tid": k, "type": m["type"], "value": m["value"]}
                   for k, m in mentions.items() if m["kind"] == "TIMEX3" and m.get("value")]
        told = [m["value"] for m in mentions.values() if m.get("functionInDocument") == "CREATION_TIME"]
        dct = row["dct"] or (told[0] if told else None)
        events = [place(m) | {"eid": k} for k, m in mentions.items() if m["kind"] == "EVENT_MENTION"]
        tlinks = [{"rel": r["reltype"], "a": a, "b": b} for r in row["relations"] if r["type"] == "TLINK"
                  for a in r["source"] for b in r["target"]]
        print(json.dumps({"id": row["id"], "dct": dct, "text": text, "timexes": timexes, "events": events,
                          "tlinks": tlinks}, ensure_ascii=False))


if __name__ == "__main__":
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = ap.add_subparsers(dest="what", required=True)
    sub.add_parser("meantime").add_argument("data")
    args = ap.parse_args()
    meantime(args.data)
