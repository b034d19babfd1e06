#!/usr/bin/env python3
"""Weights of confidence, fitted to the dev gold and checked on the test gold.

  gold/confidence.py DATA OUT [--write rules/plover/confidence.tsv]

Run from the project's root after a release build; it reads target/release/demarche, or $DEMARCHE. DATA is the folder of
reference data, OUT that which `gold/sample.py build DATA OUT` has filled. An event of a hand-coded sentence is right where the
gold of that sentence has one of its category with an actor's country, an actor's words or the trigger in common; events
that only match optional ones are left out. The features are those of `crates/events/src/confidence.rs`; their weights are
log-odds, found by Newton's method under a Gaussian prior of precision 4 (12 for rules). Its mean is `confidence.prior.tsv`:
what 1,190 judged events gave to an earlier version, 170 of them read in whole reports and not kept, 852 pairs of PLV. A
weight moves as far as the events of the present version ask for.

Prints the calibration error, the Brier score and the reliability of the dev gold and of the test gold, which takes no part
in either fit, before and after; and (last) of five-fold cross-validation by document. The same build and data give the
same weights.
"""
import argparse
import hashlib
import json
import math
import os
import subprocess
import tomllib

BIN = os.environ.get("DEMARCHE", os.path.join("target", "release", "demarche"))
PRIOR, PRIOR_OF_RULES = 4.0, 12.0
TABLE = os.path.join("gold", "confidence.prior.tsv")
BANDS = [0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]


def rows(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def code(documents):
    out = {d["id"]: [] for d in documents}
    stdin = "".join(json.dumps(d) + "\n" for d in documents)
    done = subprocess.run([BIN, "code", "-", "--format", "jsonl"], input=stdin, capture_output=True, text=True,
                          encoding="utf-8", check=True)
    for event in map(json.loads, done.stdout.splitlines()):
        out[event["doc_id"]].append(event)
    return out


def overlaps(a, b):
    a, b = (a or "").lower().strip(), (b or "").lower().strip()
    return bool(a and b) and (a in b or b in a or bool(content(a) & content(b)))


def content(text):
    small = {"the", "a", "an", "of", "and", "in", "to", "his", "her", "its", "their"}
    return {w.strip(".,'\"") for w in text.split()} - small


def countries(side):
    known = {(a.get("country") or (a.get("code") or "")[:3]) for a in side}
    return known - {"", "---"}


def agree(event, gold):
    if event["event"] != gold["event"]:
        return False
    if countries(event["actors"]) & countries(gold["actor"]):
        return True
    told, wanted = event["actors"] + event["recipients"], gold["actor"] + gold["recipient"]
    return (any(overlaps(a["text"], g["text"]) for a in told for g in wanted)
            or overlaps(event["trigger"]["text"], gold["trigger"]))


def judged(documents, gold):
    """(document, event, right) of every event in a hand-coded sentence."""
    wanted = {g["doc"] for g in gold}
    events = code([d for d in rows(documents) if d["id"] in wanted])
    out = []
    for g in gold:
        inside = lambda e: e["text"].strip() in g["sentence"] or g["sentence"] in e["text"]
        left = sorted(g["events"], key=lambda x: x["confidence"] == "low")
        for event in filter(inside, events[g["doc"]]):
            hit = next((x for x in left if agree(event, x)), None)
            if hit:
                left.remove(hit)
            if not hit or hit["confidence"] != "low":
                out.append((g["doc"], event, bool(hit)))
    return out


def categories():
    """Category of every rule, by id."""
    out = {}
    for folder, _, files in os.walk(os.path.join("rules", "events")):
        for name in files:
            path = os.path.join(folder, name)
            with open(path, "rb") as rule:
                identity = os.path.relpath(path, os.path.join("rules", "events"))[:-5].replace(os.sep, "/")
                out[identity] = tomllib.load(rule)["event"]
    return out


def features(event, category):
    known = sum(p["country"] is not None for p in event["actors"] + event["recipients"])
    found = ["base", f"category:{category[event['rule']]}", f"rule:{event['rule']}", f"status:{event['status']}"]
    found += ["actor:none"] * (not event["actors"]) + ["recipient:none"] * (not event["recipients"])
    return found + ([] if known == 1 else ["country:0" if known == 0 else "country:2"])


def chance(weights, found):
    total = sum(weights.get(f, 0.0) for f in found)
    return min(max(1 / (1 + math.exp(-total)), 0.02), 0.98)


def table(path):
    with open(path, encoding="utf-8") as lines:
        return {f: float(w) for f, w in (line.split("\t") for line in lines.read().splitlines()[1:])}


def fit(examples, prior):
    """Weights of (features, right) rows: coordinates in turn, each by a step of Newton's method."""
    names = sorted({f for found, _ in examples for f in found if f in prior or not f.startswith("rule:")} - {"status:actual"})
    holders = {f: [i for i, (found, _) in enumerate(examples) if f in found] for f in names}
    weights = {f: prior.get(f, 0.0) for f in names} | prior
    total = [sum(weights.get(f, 0.0) for f in found) for found, _ in examples]
    for _ in range(300):
        moved = 0.0
        for f in names:
            precision = PRIOR_OF_RULES if f.startswith("rule:") else PRIOR
            slope, curve = -precision * (weights[f] - prior.get(f, 0.0)), precision
            for i in holders[f]:
                p = 1 / (1 + math.exp(-total[i]))
                slope, curve = slope + examples[i][1] - p, curve + p * (1 - p)
            step = max(-1.0, min(1.0, slope / curve))
            weights[f] += step
            moved = max(moved, abs(step))
            for i in holders[f]:
                total[i] += step
        if moved < 1e-6:
            break
    return weights


def report(name, judgements):
    """Calibration error over tenths, Brier score, and what is right in each band."""
    n = len(judgements)
    tenths = {}
    for p, right in judgements:
        tenths.setdefault(min(int(p * 10), 9), []).append((p, right))
    mean = lambda part, at: sum(x[at] for x in part) / len(part)
    error = sum(len(t) / n * abs(mean(t, 0) - mean(t, 1)) for t in tenths.values())
    brier = sum((p - right) ** 2 for p, right in judgements) / n
    print(f"{name}: {n} events, {sum(r for _, r in judgements) / n:.3f} right, calibration error {error:.3f}, "
          f"Brier score {brier:.3f}\n| confidence | events | mean | right |\n| --- | --- | --- | --- |")
    for low, high in zip(BANDS, BANDS[1:]):
        part = [x for x in judgements if low <= x[0] < high or x[0] == high == 1.0]
        if part:
            print(f"| {low:.1f} to {high:.1f} | {len(part)} | {mean(part, 0):.2f} | {mean(part, 1):.2f} |")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("data")
    ap.add_argument("out")
    ap.add_argument("--write", metavar="TABLE")
    args = ap.parse_args()
    at = lambda folder, name: (os.path.join(folder, name + ".docs.jsonl"), rows(os.path.join(folder, name + ".gold.jsonl")))
    events = os.path.join(args.data, "events")
    category = categories()
    rowed = lambda found: [(d, features(e, category), right) for d, e, right in found]
    dev = [row for folder, name in ((events, "sentences.guardian"), (events, "sentences.wcep"),
                                    (args.out, "whitehouse.dev"), (args.out, "current-events.dev"))
           for row in rowed(judged(*at(folder, name)))]
    test = [row for name in ("whitehouse.test", "current-events.test") for row in rowed(judged(*at(args.out, name)))]
    prior = table(TABLE)
    weights = fit([row[1:] for row in dev], prior)
    told = lambda part, w: [(chance(w, found), right) for _, found, right in part]
    report("dev gold, before", told(dev, prior))
    report("test gold, before", told(test, prior))
    report("dev gold, after", told(dev, weights))
    report("test gold, after", told(test, weights))
    fold = lambda document: hashlib.sha256(document.encode()).digest()[0] % 5
    crossed = []
    for k in range(5):
        part = fit([row[1:] for row in dev if fold(row[0]) != k], prior)
        crossed += told([row for row in dev if fold(row[0]) == k], part)
    report("dev gold, cross-validated", crossed)
    if args.write:
        with open(args.write, "w", encoding="utf-8") as out:
            out.write("feature\tweight\n")
            shown = {f: f"{w:.2f}" for f, w in sorted(weights.items())}
            out.writelines(f"{f}\t{w}\n" for f, w in shown.items() if f == "base" or float(w))


if __name__ == "__main__":
    main()
