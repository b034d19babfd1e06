#!/usr/bin/env python3
"""Status of events against the factuality that readers gave their predicates (UW, -3 to 3).

  gold/factuality.py ROWS.jsonl [--errors N]

Run from the project's root after a release build; it reads target/release/demarche, or $DEMARCHE. ROWS have `text`, tokens
joined by blanks, and `targets` with `start_token` and `factuality`. Events of the program count whose trigger holds one of
the rated predicates. A rating of 1.5 and over is a fact, one of -1.5 and under the contrary, what is between neither. `actual`
claims a fact, `negated` and `denied` the contrary, the others neither. Left out are acts done by saying them: a request
that was uttered is actual whatever its verb's rating says of the content.
"""
import argparse, collections, json, os, subprocess

BIN = os.environ.get("DEMARCHE", os.path.join("target", "release", "demarche"))
CLAIMS = {"actual": "fact", "negated": "contrary", "denied": "contrary"}
LEVEL = {"fact": 3.0, "neither": 0.5, "contrary": -3.0}
VERBAL = {"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"}


def rated(value):
    return "fact" if value >= 1.5 else "contrary" if value <= -1.5 else "neither"


def starts(text):
    """Where each blank-separated token begins."""
    at, out = 0, []
    for token in text.split(" "):
        out.append(at)
        at += len(token) + 1
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("rows")
    ap.add_argument("--errors", type=int, default=0)
    args = ap.parse_args()
    with open(args.rows, encoding="utf-8") as lines:
        rows = {r["id"]: r for r in map(json.loads, lines)}
    documents = "".join(json.dumps({"id": i, "text": r["text"]}) + "\n" for i, r in rows.items())
    done = subprocess.run([BIN, "code", "-", "--format", "jsonl"], input=documents, capture_output=True, text=True, check=True)
    table, error, pairs = collections.Counter(), 0.0, []
    for event in map(json.loads, done.stdout.splitlines()):
        row, trigger = rows[event["doc_id"]], event["trigger"]
        if event["event"] in VERBAL:
            continue
        at = starts(row["text"])
        inside = [t for t in row["targets"] if trigger["start"] <= at[t["start_token"]] < trigger["end"]]
        if not inside:
            continue
        target = inside[-1]
        claim = CLAIMS.get(event["status"], "neither")
        table[rated(target["factuality"]), claim] += 1
        error += abs(LEVEL[claim] - target["factuality"])
        if rated(target["factuality"]) != claim and len(pairs) < args.errors:
            pairs.append((target["factuality"], event["status"], target["text"], row["text"]))
    total = sum(table.values())
    right = sum(n for (a, b), n in table.items() if a == b)
    print(f"events {total}: right {right / max(total, 1):.3f}, mean error {error / max(total, 1):.2f}, always fact "
          f"{sum(n for (a, _), n in table.items() if a == 'fact') / max(total, 1):.3f}")
    for a in LEVEL:
        print(f"  {a}: " + ", ".join(f"{b} {table[a, b]}" for b in LEVEL))
    for pair in pairs:
        print(*pair, sep=" | ")


if __name__ == "__main__":
    main()
