#!/usr/bin/env python3
"""Draws the sentences that gold/ annotates, and puts their text back beside the annotation.

  gold/sample.py draw  DATA OUT   the sample as it was drawn: OUT/<corpus>.sample.jsonl, with text
  gold/sample.py build DATA OUT   for the scorer: OUT/<corpus>.<part>.docs.jsonl and .gold.jsonl
  gold/sample.py check DATA       every annotation against the text it points into, and the rows against the draw

DATA is the folder that holds `news/whitehouse-statements.jsonl.gz` and `text/wcep/wcep_2002-2026.tsv`. The committed
gold keeps ids, offsets (Unicode code points into a document's `text`, half-open) and labels, never text. A draw needs no
random generator: items are ordered by the SHA-256 of seed and id, so that any language and version gives the same ones.
"""
import argparse, gzip, hashlib, json, os, re, sys

SEED = "demarche-gold-1"
DRAWN = {"whitehouse": 200, "current-events": 160}
FEWEST_WORDS = 5
PARTS = ("dev", "test")
HERE = os.path.dirname(os.path.abspath(__file__))

EVENTS = set("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION "
             "MOBILIZE COERCE ASSAULT".split())
MODES = {
    "CONSULT": "visit third-party multilateral phone", "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet", "REJECT": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege", "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize", "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone "
               "heavy-weapons crowd-control unconventional",
}
STATUSES = {"actual", "planned", "conditional", "hypothetical", "negated", "denied"}
CONFIDENCES = {"high", "medium", "low"}


def whitehouse(data):
    """The White House statements as documents; the id is the statement's own."""
    with gzip.open(os.path.join(data, "news", "whitehouse-statements.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for line in lines:
            d = json.loads(line)
            yield {"id": d["id"], "date": d["date"], "title": d["title"], "text": d["text"]}


def current_events(data):
    """The Wikipedia current events as documents; the id holds the line of the table, counted from 0."""
    path = os.path.join(data, "text", "wcep", "wcep_2002-2026.tsv")
    with open(path, encoding="utf-8") as lines:
        for at, line in enumerate(lines):
            date, _, text = line.rstrip("\n").split("\t")[:3]
            yield {"id": f"current-events-{at:06}", "date": date, "text": text}


CORPORA = {"whitehouse": whitehouse, "current-events": current_events}


def digest(*parts):
    """The hexadecimal SHA-256 of the parts, joined by colons."""
    return hashlib.sha256(":".join(map(str, parts)).encode()).hexdigest()


# A full stop after one of these, or after a single capital, ends no sentence.
ABBREVIATIONS = set("Mr Mrs Ms Dr St Sr Jr Gen Lt Col Sgt Maj Capt Adm Rep Sen Gov Rev Hon Prof Sec No Nos vs v Inc Ltd "
                    "Co Corp Art Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Pub Stat Ave Ft Mt approx al".split())
BREAK = re.compile(r"[.!?…]+[\"”’')\]*_]*\s+(?=[\"“‘(\[*_]*[A-Z0-9])")

# A line, or an item of a list that was run into one line: "… - …" with no words joined by the dash.
ITEM = re.compile(r"(?:(?!\s[-•*]\s)[^\n])+")


def ends_sentence(text, start, stop):
    """Whether the punctuation at `stop` in a line that began at `start` closes a sentence."""
    if text[stop] != ".":
        return True
    before = text[start:stop]
    word = re.search(r"[\w.]*$", before).group()
    number_of_list = word.isdigit() and before.strip() == word
    return word not in ABBREVIATIONS and not re.fullmatch(r"(?:[A-Za-z]\.)*[A-Za-z]", word) and not number_of_list


def sentences(text):
    """Spans of the sentences of a text: lines, cut after closing punctuation, without list and emphasis marks."""
    for line in ITEM.finditer(text):
        start = line.start()
        for cut in BREAK.finditer(text, line.start(), line.end()):
            if ends_sentence(text, start, cut.start()):
                yield start, cut.end()
                start = cut.end()
        yield start, line.end()


def trimmed(text, start, end):
    """The span without the blanks and Markdown marks around it."""
    edge = " \t\r\xa0*_#>-•–—\\"
    while start < end and text[start] in edge:
        start += 1
    while start < end and text[end - 1] in edge:
        end -= 1
    return start, end


def one_sentence(document):
    """One sentence of the document, each as likely as the next; None where it has none of enough words."""
    text = document["text"]
    spans = [trimmed(text, *span) for span in sentences(text)]
    spans = [s for s in spans if len(text[s[0]:s[1]].split()) >= FEWEST_WORDS and "<img" not in text[s[0]:s[1]]]
    return min(spans, key=lambda s: digest(SEED, document["id"], s[0]), default=None)


def annotated_elsewhere(data):
    """Texts of the hand-coded items that DATA has already."""
    path = os.path.join(data, "events", "sentences.wcep.docs.jsonl")
    return {r["text"] for r in rows(path)} if os.path.exists(path) else set()


def draw(corpus, data):
    """The sample: documents in the order of their digests, a sentence of each (of the current events, the whole item)."""
    known = annotated_elsewhere(data)
    drawn = []
    for d in sorted(CORPORA[corpus](data), key=lambda d: digest(SEED, d["id"])):
        span = one_sentence(d) if corpus == "whitehouse" else (0, len(d["text"]))
        if span is None or d["text"] in known:
            continue
        part = PARTS[int(digest(SEED, "part", d["id"]), 16) % 2]
        drawn.append({"doc": d["id"], "date": d["date"], "start": span[0], "end": span[1], "part": part,
                      "check": digest(d["text"])[:12], "sentence": d["text"][span[0]:span[1]], "text": d["text"]})
        if len(drawn) == DRAWN[corpus]:
            return drawn
    return drawn


def rows(path):
    """The objects of a JSON Lines file, in order."""
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def write(path, objects):
    """Writes objects as JSON Lines."""
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(json.dumps(o, ensure_ascii=False) + "\n" for o in objects)


def gold_rows(corpus):
    """The committed annotation of a corpus."""
    return rows(os.path.join(HERE, f"sentences.{corpus}.gold.jsonl"))


def texts(corpus, data):
    """The documents that the annotation of a corpus needs, by id; ends the run where a text is not the annotated one."""
    wanted = {r["doc"]: r["check"] for r in gold_rows(corpus)}
    found = {d["id"]: d for d in CORPORA[corpus](data) if d["id"] in wanted}
    for doc, check in wanted.items():
        if doc not in found or digest(found[doc]["text"])[:12] != check:
            sys.exit(f"{doc}: expected the text with digest {check}, but found another or none")
    return found


def with_text(row, text):
    """A committed row in the scorer's form: spans become the words they cover."""
    words = lambda span: None if span is None else text[span[0]:span[1]]
    side = lambda actors: [{"text": words(a["span"]), "code": a["code"]} for a in actors]
    events = [{**e, "actor": side(e["actor"]), "recipient": side(e["recipient"]), "trigger": words(e["trigger"]),
               "date_text": words(e["date_text"]), "place": words(e["place"]), "speaker": words(e["speaker"])}
              for e in row["events"]]
    return {**row, "sid": f"{row['doc']}@{row['start']}", "sentence": text[row["start"]:row["end"]], "events": events}


def build(corpus, data, out):
    """Writes documents and gold of each part for `score_sentences.py`."""
    documents = texts(corpus, data)
    for part in PARTS:
        gold = [with_text(r, documents[r["doc"]]["text"]) for r in gold_rows(corpus) if r["part"] == part]
        write(os.path.join(out, f"{corpus}.{part}.gold.jsonl"), gold)
        write(os.path.join(out, f"{corpus}.{part}.docs.jsonl"), [documents[r["doc"]] for r in gold])


def faults(row, text):
    """What is wrong with a row, in words."""
    for e in row["events"]:
        yield from faults_of_event(e, row, text)


def faults_of_event(e, row, text):
    """What is wrong with one event of a row, in words."""
    if e["event"] not in EVENTS:
        yield f"expected a PLOVER event, but found {e['event']}"
    if e["mode"] and e["mode"] not in MODES.get(e["event"], "").split():
        yield f"expected a mode of {e['event']}, but found {e['mode']}"
    if e["status"] not in STATUSES or e["confidence"] not in CONFIDENCES:
        yield f"expected a status and a confidence, but found {e['status']} and {e['confidence']}"
    spans = [a["span"] for a in e["actor"] + e["recipient"]] + [e["trigger"], e["date_text"], e["place"], e["speaker"]]
    for span in filter(None, spans):
        if not row["start"] <= span[0] < span[1] <= row["end"]:
            yield f"expected a span within {row['start']}-{row['end']}, but found {span}"
        elif text[span[0]:span[1]] != text[span[0]:span[1]].strip():
            yield f"expected words at {span}, but found blanks around them"


def as_drawn(row):
    """What a draw decides about a row."""
    return row["doc"], row["start"], row["end"], row["part"], row["check"]


def check(corpus, data):
    """Names every fault of a corpus; the number of faults."""
    gold, documents = gold_rows(corpus), texts(corpus, data)
    found = [f"{r['doc']}: {fault}" for r in gold for fault in faults(r, documents[r["doc"]]["text"])]
    strays = set(map(as_drawn, gold)) ^ set(map(as_drawn, draw(corpus, data)))
    found += [f"{doc}: expected it both in the gold and in the draw" for doc, *_ in sorted(strays)]
    print("\n".join(found + [summary(corpus, gold)]))
    return len(found)


def summary(corpus, gold):
    """Counts of rows and events, in a line."""
    events = [e for r in gold for e in r["events"]]
    return (f"{corpus}: {len(gold)} rows, {sum(not r['events'] for r in gold)} without event; "
            f"{len(events)} events, {sum(e['confidence'] == 'low' for e in events)} of them optional")


def main():
    """Runs one command for both corpora."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("command", choices=["draw", "build", "check"])
    ap.add_argument("data")
    ap.add_argument("out", nargs="?", default=".")
    args = ap.parse_args()
    os.makedirs(args.out, exist_ok=True)
    if args.command == "check":
        sys.exit(1 if sum(check(c, args.data) for c in CORPORA) else 0)
    for corpus in CORPORA:
        if args.command == "draw":
            write(os.path.join(args.out, f"{corpus}.sample.jsonl"), draw(corpus, args.data))
        else:
            build(corpus, args.data, args.out)


if __name__ == "__main__":
    main()
