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


# What a news report does not say, and why: the first class whose pattern a phrase matches.
CLOCK = (r"at|by|around|about|from|between|exactly|after|before|until|till|past|to|the|in|and|for|of|a|o'?clock|am|pm|a\.m\.?|p\.m\.?|"
         r"h|m|min|mins|sharp|ish|noon|midnight|midday|half|quarter|past|est|cet|gmt|pst|cst|utc|ist|bst|morning|evening|night|"
         r"afternoon|zero|oh?|ou|single|dozens?|approximately|near|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
         r"thirteen|fifteen|twenty|thirty|forty|fifty|earlier|later|on|starting|tonight")
NOT_NEWS = [
    ("a time of day alone", rf"^(({CLOCK}|\d{{1,2}}([:.h]\d{{2}}){{0,2}}[ap]?m?h?|\d{{3,4}}[ap]?m?|[-–'])(\s|-|$))+$"),
    ("seconds, minutes or hours from the clock", r"\b(seconds|secs?|minutes?|mins?|hours?|hrs?)\b|\bsecond from|\d\s?h\b|\d\s?[ms]\b|\dh\d"),
    ("an abbreviation of chat or office", r"\b(e\.?o\.?[dmyq]|b\.?o\.?[dmyq]|tmrw|tmr|tomm?or?r?ows|tomm?orow|tmw|asap|ytd|mtd|wknd|"
                                          r"wks?|yrs?|mos?|hebdo|t\+\d)\b|\btoday\+"),
    ("figures of which only a form says which is the month", r"(?<![\d:.])\d{1,2}\s?[-/.]\s?\d{1,2}(\s?[-/.]\s?\d{2,4})?(?![\d:])(?!\s?(of )?[a-z]{3})"),
    ("meals and working hours", r"\b(lunch|dinner|brunch|breakfast|tea time|business hours?|work hours?|after ?work|workday|office hours)\b"),
    ("said to a calendar", r"\b(cortana|schedule|book|remind|set (up|something)|set ooo|appointments?|calendar|alarm|please|let'?s|let us|"
                           r"are you|can you|will you|where were you|show me|how about|call me|add|delete|cancel|find|search)\b"),
]


def excluded(text):
    low = text.lower()
    return next((why for why, pattern in NOT_NEWS if re.search(pattern, low)), None)


def gold_days(row):
    """First and last day that a row accepts, in every reading; None for a row that finds nothing; () for what has no day."""
    if "results" not in row:
        value, grain = row.get("value"), row.get("grain")
        if not value:
            return None
        first = value.get("at") or value.get("from")
        if not first or grain in ("second", "minute", "hour") and "at" not in value:
            return ()
        last = day(value["to_exclusive"]) - timedelta(days=1) if "to_exclusive" in value else end(day(first), grain)
        return [(day(first), last)]
    if not row["results"]:
        return None
    readings = []
    for result in row["results"]:
        for v in result.get("values") or []:
            kind = v.get("type", "")
            if kind in ("date", "datetime") and DAY.match(str(v.get("value"))):
                readings.append((day(v["value"]), day(v["value"])))
            elif kind in ("daterange", "datetimerange") and v.get("start") and v.get("end"):
                until = day(v["end"]) - timedelta(days=1 if kind == "daterange" else 0)
                readings.append((day(v["start"]), max(until, day(v["start"]))))
        for v in (result.get("future"), result.get("past")):
            read = lambda *names: next((v[n] for n in names if v and DAY.match(str(v.get(n)))), None)
            one, first, last = read("date", "dateTime"), read("startDate", "startDateTime"), read("endDate", "endDateTime")
            if one:
                readings.append((day(one), day(one)))
            elif first and last and day(first) <= day(last):
                # The end of a range is told with or without its last day.
                short = max(day(last) - timedelta(days=1), day(first))
                readings += [(day(first), day(last)), (day(first), short)]
    return readings if len(row["results"]) == 1 else ()


DAY = re.compile(r"^\d{4}-\d{2}-\d{2}")


def day(text):
    return date.fromisoformat(text[:10])


def end(first, grain):
    """Last day of the unit that begins on `first`."""
    months = {"month": 1, "quarter": 3, "year": 12}.get(grain)
    if months is None:
        return first + timedelta(days=6 if grain == "week" else 0)
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


NAMES = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thu(rs?)?|fri|sat|sun|january|february|march|"
                   r"april|june|july|august|september|october|november|december|(mon|tues|wednes|thurs|fri|satur|sun)days?)\b", re.I)


def feasts():
    """The names of the project's own feasts, longest first."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "crates", "times", "data", "feasts.tsv")
    names = [line.split("\t")[0] for line in open(path, encoding="utf-8") if not line.startswith("#")]
    return re.compile(r"\b(" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")\b", re.I)


FEASTS = feasts()


def as_news(row, text):
    """Names of months, days and feasts with the capitals that news gives them."""
    if "oliday" in row.get("kind", ""):
        return re.sub(r"\b(?!of\b|the\b|in\b|ago\b|years?\b|months?\b|next\b|last\b|this\b)[a-z]", lambda m: m[0].upper(), text)
    text = FEASTS.sub(lambda m: re.sub(r"\b[a-z]", lambda c: c[0].upper(), m[0]).replace("'S", "'s"), text)
    return NAMES.sub(lambda m: m[0][0].upper() + m[0][1:], text)


FRAMES = ["{}", "They met {}.", "They will meet {}."]


def phrases(path, show):
    data = rows(path)
    texts = [(r, as_news(r, r.get("text") or r["input"])) for r in data]
    asked = [{"id": f"{i}/{f}", "date": (r["reference"] or "")[:10], "text": frame.format(t) if "text" in r else t}
             for i, (r, t) in enumerate(texts) for f, frame in enumerate(FRAMES if "text" in r else FRAMES[:1])]
    told = "".join(json.dumps(a) + "\n" for a in asked)
    run = subprocess.run([BIN, "annotate", "-", "--layers", "dates"], input=told, capture_output=True, text=True, check=True)
    answers = defaultdict(list)
    for line in run.stdout.splitlines():
        answer = json.loads(line)
        answers[int(answer["id"].split("/")[0])].append(answer.get("dates") or [])
    classes = defaultdict(list)
    for i, (row, text) in enumerate(texts):
        name, detail = classify(row, text, answers[i])
        classes[name].append(f"{text!r} {detail}")
    total = len(texts)
    for name, members in sorted(classes.items(), key=lambda kv: (kv[0][:2] != "ok", -len(kv[1]))):
        print(f"{len(members):5}  {len(members) / total:6.1%}  {name}")
        for member in members[:show]:
            print("              ", member)
    news = {n: len(m) for n, m in classes.items() if not n.startswith("not news")}
    right = sum(n for name, n in news.items() if name.startswith("ok"))
    print(f"{total} phrases, {sum(news.values())} that news could contain, {right} of them as the list has them "
          f"({right / max(1, sum(news.values())):.3f})")


def classify(row, text, frames):
    gold = gold_days(row)
    if gold is None:
        return ("ok: nothing is found", "") if not frames[0] else ("found where the list has nothing", str(brief(frames[0])))
    why = excluded(text)
    if why:
        return f"not news: {why}", ""
    if gold == () or not gold:
        return "not news: no day, several dates, or open", ""
    spans = [s for s in map(union, frames) if s]
    detail = f"wants {show_days(gold)} got {show_days(spans) or brief(frames[0])}"
    if any(s in gold for s in spans):
        return "ok: alone, or in a clause of the right tense", ""
    if "oliday" in row.get("kind", ""):
        known = any(d["rule"] == "feast" for f in frames for d in f)
        return "a feast by another reckoning or length" if known else "a feast that no table has", detail
    if not spans:
        vague = any(d["value"].endswith("_REF") or d["type"] != "DATE" for d in frames[0])
        return "a length or a reference without days" if vague else "not found", detail
    near = lambda s, g: s[0] == g[0] and s[1] > g[1] and RANGE.search(text)
    if any(near(s, g) for s in spans for g in gold):
        return "the list leaves out the last unit of a range", detail
    if any(abs((s[0] - g[0]).days) <= 3 and abs((s[1] - g[1]).days) <= 3 and s[0] != s[1] for s in spans for g in gold):
        return "a span that differs by up to three days at an end", detail
    if any(s[0] <= g[0] and g[1] <= s[1] for s in spans for g in gold):
        return "a day counted by weeks, months or years is told as that unit", detail
    return "another day", detail


RANGE = re.compile(r"\b(to|and|until|till|through|thru)\b|[-–~]")


def union(found):
    """First and last day of everything found, where it has days."""
    days = [(day(d["from"]), day(d["to"])) for d in found if d.get("from")]
    return (min(f for f, _ in days), max(t for _, t in days)) if days else None


def brief(found):
    return [(d["text"], d["value"]) for d in found]


def show_days(gold):
    return [f"{a}..{b}" for a, b in gold[:2]]


if __name__ == "__main__":
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = ap.add_subparsers(dest="what", required=True)
    sub.add_parser("meantime").add_argument("data")
    lists = sub.add_parser("phrases")
    lists.add_argument("data")
    lists.add_argument("--show", type=int, default=0)
    args = ap.parse_args()
    meantime(args.data) if args.what == "meantime" else phrases(args.data, args.show)
