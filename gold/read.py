#!/usr/bin/env python3
"""Draws coded events for a person to judge.

  gold/read.py DOCUMENTS.jsonl[.gz] --documents 400 --seed 1 --events 60

Draws documents at random, codes them with target/release/demarche (or $DEMARCHE), draws events of theirs at random and
prints each with its sentence: category, mode, CAMEO code, trigger, actors and recipients with their codes, status, date,
speakers, condition, rule and confidence.
"""
import argparse, gzip, json, os, random, subprocess


def parties(side):
    return " + ".join(f"{p['text']} = {p['code']}" for p in side) or "-"


def show(number, event):
    date = event["date"]
    day = f"{date['from']}..{date['to']} ({date['text']})" if date else "default" if event.get("date_default") else "-"
    speakers = " < ".join((a["speaker"] or {}).get("text", "?") for a in event["attribution"])
    condition = f" | {event['condition']['kind']}: {event['condition']['text']}" if event["condition"] else ""
    print(f"#{number} [{event['doc_date']}] {event['text']}")
    print(f"   {event['event']}/{event['mode']} {event['cameo']} <{event['trigger']['text']}> "
          f"{parties(event['actors'])} > {parties(event['recipients'])} | {event['status']}"
          f"{' background' if event['background'] else ''} {day} | {speakers}{condition} | {event['rule']} {event['confidence']:.2f}")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("collection")
    ap.add_argument("--documents", type=int, default=400)
    ap.add_argument("--events", type=int, default=60)
    ap.add_argument("--seed", type=int, default=1)
    args = ap.parse_args()
    opener = gzip.open if args.collection.endswith(".gz") else open
    with opener(args.collection, "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines if line.strip()]
    draw = random.Random(args.seed)
    documents = draw.sample(documents, min(args.documents, len(documents)))
    program = os.environ.get("DEMARCHE", os.path.join("target", "release", "demarche"))
    text = "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents)
    done = subprocess.run([program, "code", "-", "--format", "jsonl"], input=text, capture_output=True, text=True, check=True)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    for number, event in enumerate(draw.sample(events, min(args.events, len(events)))):
        show(number, event)


if __name__ == "__main__":
    main()
