#!/usr/bin/env python3
"""Speed, memory and start of the whole coder beside UDPipe 1 and spaCy, each trained on the same treebank, in one run.

  bench/parsers.py TRAIN.conllu REPORTS.jsonl [--sentences N] [--steps N] [--runs N] [--out FILE]

REPORTS are documents of the contract (`{"id", "date", "text"}` a line). UDPipe and spaCy come from PyPI (`pip install ufal.udpipe
spacy`); both are trained briefly on the first N sentences of the treebank, tokenizer, tagger, lemmatizer and parser: enough to
have a model of the usual kind and size, not enough to be accurate, so accuracy is not compared here. Everything runs on one core
(`taskset -c 0` where it is there). Each tool runs as a process of its own, RUNS times, in turn with the others; a run's time is
the processor time of the process, from start to end, its model's loading told apart. The fastest run counts.

Writes a JSON object with the machine's processor, the versions and the figures to standard output, or to FILE. The program is
$DEMARCHE, else target/release/demarche.
"""
import argparse, datetime, json, os, platform, resource, shutil, subprocess, sys, tempfile, time
from pathlib import Path

BIN = os.environ.get("DEMARCHE", os.path.join("target", "release", "demarche"))


def sentences(path, most):
    """The first sentences of a treebank, as CoNLL-U text; multiword ranges and empty nodes are left out."""
    out, lines = [], []
    for line in open(path, encoding="utf-8"):
        if line.strip():
            if line.startswith("#") or line.split("\t")[0].isdigit():
                lines.append(line)
        elif lines:
            out.append("".join(lines) + "\n")
            lines = []
            if len(out) == most:
                break
    return out


def train_udpipe(treebank, model, steps):
    from ufal.udpipe import InputFormat, ProcessingError, Sentence, Sentences, Trainer
    reader, error = InputFormat.newConlluInputFormat(), ProcessingError()
    reader.setText("".join(treebank))
    train = Sentences()
    while True:
        sentence = Sentence()
        if not reader.nextSentence(sentence, error):
            break
        train.push_back(sentence)
    options = f"epochs={max(1, steps // 100)}", f"iterations={max(1, steps // 100)}", f"iterations={max(1, steps // 100)}"
    data = Trainer.train("morphodita_parsito", train, Sentences(), *options, error)
    if error.occurred():
        sys.exit(f"UDPipe: {error.message}")
    Path(model).write_bytes(data)


def train_spacy(treebank, model, steps):
    work = Path(model).parent
    (work / "train.conllu").write_text("".join(treebank), encoding="utf-8")
    run = lambda *args: subprocess.run([sys.executable, "-m", "spacy", *map(str, args)], check=True, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
    run("convert", work / "train.conllu", work, "-n", 10)
    pipes = "tagger,morphologizer,trainable_lemmatizer,parser"
    run("init", "config", work / "config.cfg", "--lang", "en", "--pipeline", pipes, "--optimize", "efficiency", "--force")
    run("train", work / "config.cfg", "--output", work / "spacy-out", "--paths.train", work / "train.spacy", "--paths.dev",
        work / "train.spacy", "--training.max_steps", steps, "--training.eval_frequency", steps)
    shutil.move(work / "spacy-out" / "model-last", model)


def count(conllu):
    """Words of a CoNLL-U text: the ranges of words written as one are none."""
    return sum(line.split("\t", 1)[0].isdigit() for line in conllu.splitlines())


def work_udpipe(model, reports):
    from ufal.udpipe import Model, Pipeline, ProcessingError
    loaded = Model.load(model)
    pipeline, start = Pipeline(loaded, "tokenize", Pipeline.DEFAULT, Pipeline.DEFAULT, "conllu"), time.process_time()
    words = 0
    for text in reports:
        out = pipeline.process(text, ProcessingError())
        words += count(out)
    return words, start


def work_spacy(model, reports):
    import spacy
    nlp = spacy.load(model)
    start = time.process_time()
    return sum(sum(not t.is_space for t in doc) for doc in nlp.pipe(reports, batch_size=64)), start


def worker(tool, model, path):
    """Runs in a process of its own: what it took, without and with its start."""
    reports = [json.loads(line)["text"] for line in open(path, encoding="utf-8")]
    words, start = {"udpipe": work_udpipe, "spacy": work_spacy}[tool](model, reports)
    end = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"words": words, "work_s": end - start, "all_s": end, "megabytes": peak}))


PIN = ["taskset", "-c", "0"] if shutil.which("taskset") else []
ONE = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def measured(command):
    """Processor time and peak memory of a command, its output dropped."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # `time` of GNU gives the peak of this child alone; rusage would give that of the largest so far.
    with tempfile.NamedTemporaryFile("r") as told:
        timed = ["/usr/bin/time", "-f", "%U %S %M", "-o", told.name] if os.path.exists("/usr/bin/time") else []
        subprocess.run(PIN + timed + command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, env=ONE)
        line = told.read().split()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (float(line[0]) + float(line[1]), int(line[2]) / 1024) if line else (spent, after.ru_maxrss / 1024)


def words_of(path):
    out = subprocess.run([BIN, "parse", path], capture_output=True, text=True, check=True).stdout
    return count(out)


def processor():
    for line in open("/proc/cpuinfo", encoding="utf-8") if os.path.exists("/proc/cpuinfo") else []:
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("train"); ap.add_argument("reports")
    ap.add_argument("--sentences", type=int, default=2000); ap.add_argument("--steps", type=int, default=300)
    ap.add_argument("--runs", type=int, default=3); ap.add_argument("--out"); ap.add_argument("--worker", nargs=2)
    args = ap.parse_args()
    if args.worker:
        return worker(*args.worker, args.reports)
    treebank = sentences(args.train, args.sentences)
    with tempfile.TemporaryDirectory() as folder:
        models = {"udpipe": os.path.join(folder, "udpipe.model"), "spacy": os.path.join(folder, "spacy.model")}
        tools = {}
        for tool, train in (("udpipe", train_udpipe), ("spacy", train_spacy)):
            try:
                start = time.time()
                train(treebank, models[tool], args.steps)
                tools[tool] = {"training_s": round(time.time() - start)}
            except ImportError as e:
                print(f"{tool}: left out ({e})", file=sys.stderr)
        figures = {name: [] for name in (*tools, "demarche parse", "demarche code", "demarche start")}
        words, none = words_of(args.reports), os.path.join(folder, "one.jsonl")
        Path(none).write_text(json.dumps({"id": "1", "date": "2018-06-12", "text": "Iran met Iraq."}) + "\n")
        for _ in range(args.runs):
            for tool in tools:
                out = subprocess.run([*PIN, sys.executable, __file__, args.train, args.reports, "--worker", tool, models[tool]],
                                     capture_output=True, text=True, check=True, env=ONE).stdout
                figures[tool].append(json.loads(out))
            for name, command in (("parse", ["parse", args.reports]), ("code", ["code", args.reports, "--threads", "1"]),
                                  ("start", ["code", none, "--threads", "1"])):
                seconds, peak = measured([BIN, *command])
                figures[f"demarche {name}"].append({"words": words, "work_s": seconds, "all_s": seconds, "megabytes": peak})
    result = {"date": str(datetime.date.today()), "processor": processor(), "cores": os.cpu_count(),
              "load": round(os.getloadavg()[0], 1), "sentences": len(treebank), "steps": args.steps, "reports": args.reports.rsplit("/", 1)[-1],
              "tools": {}}
    for name, runs in figures.items():
        best = min(runs, key=lambda r: r["work_s"])
        result["tools"][name] = {"words": best["words"], "words_per_s": round(best["words"] / max(best["work_s"], 1e-9)),
                                 "seconds": round(best["work_s"], 3), "start_s": round(best["all_s"] - best["work_s"], 3),
                                 "megabytes": round(min(r["megabytes"] for r in runs)), **tools.get(name, {})}
    start = min(r["work_s"] for r in figures["demarche start"])
    result["tools"]["demarche start"] = {"seconds": round(start, 3)}
    for name in ("demarche parse", "demarche code"):
        result["tools"][name]["start_s"] = round(start, 3)
    text = json.dumps(result, indent=1)
    Path(args.out).write_text(text + "\n") if args.out else print(text)


if __name__ == "__main__":
    main()
