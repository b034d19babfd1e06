"""Layers, actors, ledgers: what the command gives."""

import json
import subprocess

import demarche
import pytest
from conftest import DISPATCHES, EXAMPLES, ROOT, documents


def test_layers_are_those_of_the_command(run):
    layers = list(demarche.LAYERS)
    lines = run("annotate", DISPATCHES, "--layers", ",".join(layers)).splitlines()
    notes = demarche.annotate(documents(), layers=layers)
    assert notes.to_list() == [json.loads(line) for line in lines]
    assert set(demarche.annotate("Iran rejected it.", layers="actors")[0]) == {"id", "date", "actors"}
    with pytest.raises(ValueError, match="expected tokens, entities"):
        demarche.annotate("a", layers=["verbs"])


def test_actors_are_those_of_the_command(demarche_command):
    phrases = ["the French president", "Iranian troops", "nobody known", "", "the foreign minister"]
    questions = "".join(json.dumps({"text": p, "date": "2018-05-01", "country": "DEU"}) + "\n" for p in phrases)
    done = subprocess.run([demarche_command, "resolve"], input=questions.encode(), capture_output=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert demarche.resolve(phrases, date="2018-05-01", country="DEU") == answers
    assert demarche.resolve(phrases[0], date="2018-05-01", country="DEU") == answers[0]
    with pytest.raises(ValueError, match="phrase 1: expected a text"):
        demarche.resolve(["a", None])


@pytest.mark.parametrize("as_of", [None, "2018-12-31"])
@pytest.mark.parametrize("source", ["dicts", "folder"])
def test_the_ledger_is_that_of_the_command(run, as_of, source):
    path, given = (DISPATCHES, documents()) if source == "dicts" else (EXAMPLES, EXAMPLES)
    asked = ["--as-of", as_of] if as_of else []
    wanted = json.loads(run("ledger", path, "--format", "json", *asked))
    ledger = demarche.Ledger(given, as_of=as_of)
    assert (ledger.items(), ledger.as_of) == (wanted["items"], wanted["as_of"])
    assert len(ledger) > 0


def test_a_store_gives_the_ledger_of_its_reports(run, tmp_path):
    store = tmp_path / "news.db"
    run("ingest", DISPATCHES, "--store", store)
    wanted = json.loads(run("ledger", "--store", store, "--format", "json"))
    ledger = demarche.Ledger(store=store)
    assert (ledger.items(), ledger.as_of) == (wanted["items"], wanted["as_of"])
    with pytest.raises(FileNotFoundError):
        demarche.Ledger(store=tmp_path / "absent.db")
    (tmp_path / "text.db").write_text("no store at all, but a text that is long enough to be looked at" * 20)
    with pytest.raises((ValueError, OSError)):
        demarche.Ledger(store=tmp_path / "text.db")


def test_items_by_kind_status_party_and_day(run):
    ledger = demarche.Ledger(EXAMPLES)
    everything = ledger.items()
    kinds = {item["kind"] for item in everything}
    assert sum(len(ledger.items(kind=kind)) for kind in kinds) == len(everything)
    held = ledger.items("meeting", "held")
    assert held == [i for i in everything if (i["kind"], i["status"]) == ("meeting", "held")]
    since = json.loads(run("ledger", EXAMPLES, "--format", "json", "--since", "2018-01-01"))["items"]
    assert ledger.changed("2018-01-01") == since != everything
    with pytest.raises(ValueError, match="expected one of meeting, pledge"):
        ledger.items(kind="party")
    with pytest.raises(ValueError, match="expected documents or store="):
        demarche.Ledger()


def test_the_ledger_as_a_frame():
    pytest.importorskip("pandas")
    frame = demarche.Ledger(EXAMPLES).to_pandas()
    assert frame["key"].is_unique and set(frame.columns) >= {"kind", "status", "history"}
    assert demarche.Ledger([]).to_pandas().empty


def test_documents_without_a_date_are_named():
    ledger = demarche.Ledger(["Merkel will meet Macron.", None])
    assert [s.reason for s in ledger.skipped] == [
        "expected a date, but found none",
        "expected text, but found none under `text`",
    ]
    assert (len(ledger), ledger.as_of) == (0, None)
