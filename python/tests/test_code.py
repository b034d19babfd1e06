"""Documents of every form in, the same events out as of the command."""

import json
import threading
import time
from datetime import date, datetime
from pathlib import Path

import demarche
import pytest
from conftest import DISPATCHES, EXAMPLES, documents

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pyarrow = pytest.importorskip("pyarrow")
duckdb = pytest.importorskip("duckdb")


def forms():
    records = documents()
    table = pyarrow.Table.from_pylist(records)
    return {
        "dicts": records,
        "pandas": pandas.DataFrame(records),
        "pandas objects": pandas.DataFrame(records).astype(object).assign(other=[object()] * len(records)),
        "pandas times": pandas.DataFrame(records).assign(date=lambda f: pandas.to_datetime(f["date"])),
        "polars": polars.DataFrame(records),
        "polars days": polars.DataFrame(records).with_columns(polars.col("date").str.to_date()),
        "arrow": table,
        "arrow reader": table.to_reader(max_chunksize=1),
        "arrow batch": table.combine_chunks().to_batches()[0],
        "path": DISPATCHES,
    }


@pytest.mark.parametrize("form", list(forms()))
def test_every_form_gives_what_the_command_gives(form, coded):
    events = demarche.code(forms()[form])
    assert events.to_list() == coded
    assert (events.documents, events.skipped, events.undated) == (3, [], 0)


def test_files_of_every_kind_give_what_the_command_gives(run, tmp_path):
    records = [json.loads(line) for line in run("code", EXAMPLES).splitlines()]
    assert len(records) > 100
    found = demarche.code(EXAMPLES).to_list()
    assert found == records


@pytest.mark.parametrize("threads", [1, 4])
def test_threads_change_nothing(threads, coded):
    assert demarche.code(documents(), threads=threads).to_list() == coded


def test_columns_of_other_names():
    frame = pandas.DataFrame({"wording": ["Iran rejected the offer."], "am": ["2018-09-05"], "n": [7]})
    columns = {"text": "wording", "date": "am", "id": "n"}
    for given in (frame, polars.from_pandas(frame), pyarrow.Table.from_pandas(frame), frame.to_dict("records")):
        event = demarche.code(given, columns=columns)[0]
        assert (event["doc_id"], event["doc_date"], event["event"]) == ("7", "2018-09-05", "REJECT")
    with pytest.raises(ValueError, match="expected a column `wordings`"):
        demarche.code(frame, columns={"text": "wordings"})
    with pytest.raises(ValueError, match="expected columns of id, date"):
        demarche.code(frame, columns={"words": "wording"})
    with pytest.raises(ValueError, match="expected a column `text`, but found a"):
        demarche.code(pandas.DataFrame({"a": [1]}))


def test_text_of_every_layout():
    texts = ["Iran rejected the offer.", None]
    kinds = [pyarrow.string(), pyarrow.large_string(), pyarrow.string_view(), pyarrow.dictionary(pyarrow.int32(), pyarrow.string())]
    for kind in kinds:
        column = pyarrow.array(texts).cast(kind)
        events = demarche.code(pyarrow.table({"text": column}))
        assert [e["event"] for e in events] == ["REJECT"], kind
        assert [s.row for s in events.skipped] == [1]


def test_bytes_that_are_no_text_are_refused():
    buffers = pyarrow.array([b"K\xf6ln \xff\xfe"]).buffers()
    broken = pyarrow.Array.from_buffers(pyarrow.string(), 1, buffers)
    with pytest.raises(ValueError, match="column `text`"):
        demarche.code(pyarrow.table({"text": broken}))


def test_nothing_and_null():
    for nothing in ([], pandas.DataFrame({"text": []}), polars.DataFrame({"text": []}), pyarrow.table({"text": pyarrow.array([], "string")})):
        events = demarche.code(nothing)
        assert (len(events), events.to_list(), events.skipped) == (0, [], [])
        assert events.to_arrow().num_rows == events.to_pandas().shape[0] == events.to_polars().height == 0
    events = demarche.code([None, "", "  ", float("nan"), {"text": None}, {}, "Iran rejected the offer."])
    assert len(events) == 1
    assert [s.row for s in events.skipped] == [0, 1, 2, 3, 4, 5]
    assert events.documents + len(events.skipped) == 7
    frame = pandas.DataFrame({"text": ["Iran rejected it.", None], "date": [pandas.NaT, pandas.Timestamp("2018-09-05")]})
    events = demarche.code(frame)
    assert (events.documents, events.undated, [s.row for s in events.skipped]) == (1, 1, [1])


def test_a_row_that_cannot_be_coded_is_named():
    french = "Le ministre des Affaires étrangères a rencontré mardi son homologue russe à Moscou, selon le ministère."
    rows = [
        {"id": "a", "text": "Iran rejected it.", "date": "yesterday"},
        french,
        "half \ud800 of a character",
        {"id": 5, "text": "x", "mentions": [{"start": 0, "end": 9}]},
        {"text": 5},
    ]
    events = demarche.code(rows)
    assert [(s.row, s.id) for s in events.skipped] == [(0, "a"), (1, "1"), (2, None), (3, "5"), (4, None)]
    assert events.skipped[0].reason == "expected an ISO 8601 date, but found `yesterday`"
    assert events.skipped[1].reason == "expected a text in English, but found one in `fr`"
    assert demarche.code([french], any_language=True).documents == 1
    with pytest.raises(ValueError, match=r"row 0 \(a\): expected an ISO 8601 date"):
        demarche.code(rows, strict=True)


def test_what_is_no_input_is_an_error_of_its_kind(tmp_path):
    with pytest.raises(ValueError, match="row 1: expected a text or a dict, but found int"):
        demarche.code(["a", 5])
    with pytest.raises(TypeError, match="but found int"):
        demarche.code(5)
    with pytest.raises(FileNotFoundError) as error:
        demarche.code(tmp_path / "absent.jsonl")
    assert error.value.filename == str(tmp_path / "absent.jsonl")
    with pytest.raises(ValueError, match="expected an ISO 8601 date, but found `soon`"):
        demarche.code(["a"], date="soon")
    with pytest.raises(FileNotFoundError):
        demarche.code(["a"], actors=[tmp_path / "absent.txt"])
    (tmp_path / "mine.txt").write_text("GONDOR [GON]\nMONTHS LATER\n")
    with pytest.raises(ValueError, match="mine.txt: the dictionary:2: expected a code in brackets"):
        demarche.code(["a"], actors=[tmp_path / "mine.txt"])
    with pytest.raises(ValueError, match="expected rule files under events/"):
        (tmp_path / "events").mkdir()
        demarche.code(["a"], ontology=tmp_path)


def test_a_text_is_never_a_file(tmp_path, monkeypatch):
    (tmp_path / "news.jsonl").write_text('{"text": "Iran rejected the offer."}')
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="hint: pathlib.Path"):
        demarche.code("news.jsonl")
    assert demarche.code(["news.jsonl"]).documents == 1
    assert len(demarche.code(Path("news.jsonl"))) == 1


def test_a_reader_that_breaks_off_is_an_error():
    def batches():
        yield pyarrow.record_batch({"text": ["Iran rejected the offer."]})
        raise RuntimeError("the disk is gone")

    reader = pyarrow.RecordBatchReader.from_batches(pyarrow.schema({"text": pyarrow.string()}), batches())
    with pytest.raises(ValueError, match="the disk is gone"):
        demarche.code(reader)


def test_dates_of_every_kind():
    for day in ("2018-09-05", date(2018, 9, 5), datetime(2018, 9, 5, 10), pandas.Timestamp("2018-09-05T23:00")):
        assert demarche.code("Iran rejected the offer.", date=day)[0]["doc_date"] == "2018-09-05"
    rows = [{"text": "Iran rejected the offer.", "date": date(2018, 9, 4)}, "Iran rejected the offer."]
    assert [e["doc_date"] for e in demarche.code(rows, date="2018-09-05")] == ["2018-09-04", "2018-09-05"]


def test_series_are_texts():
    texts = ["Iran rejected the offer."]
    for series in (pandas.Series(texts), polars.Series(texts), pyarrow.chunked_array([texts]), pyarrow.array(texts)):
        assert len(demarche.code(series)) == 1


def test_actors_and_rules_of_ones_own(tmp_path):
    (tmp_path / "mine.txt").write_text("GONDOR [GON]\n")
    text = "Gondor attacked Russia on Monday."
    codes = lambda **options: [a["code"] for a in demarche.code(text, **options)[0]["actors"]]
    assert codes(actors=[tmp_path / "mine.txt"]) == ["GON"]
    (tmp_path / "mine.txt").write_text("GONDOR [MOR]\n")
    assert codes(actors=[tmp_path / "mine.txt"]) == ["MOR"]
    sanctions = EXAMPLES / "ontologies" / "sanctions"
    events = demarche.code(sanctions / "report.txt", ontology=sanctions)
    assert "DESIGNATE" in {e["event"] for e in events}


def many():
    return [d["text"] for d in documents()] * 40


def test_other_threads_go_on():
    """While it codes with one thread of its own, a thread of Python counts; held back, it could not."""
    counted, ended = [0], threading.Event()

    def count():
        while not ended.is_set():
            counted[0] += 1
            time.sleep(0.001)

    other = threading.Thread(target=count)
    demarche.code(["Iran rejected it."])
    other.start()
    start, before = time.monotonic(), counted[0]
    demarche.code(many(), threads=1)
    took, steps = time.monotonic() - start, counted[0] - before
    ended.set()
    other.join()
    assert took > 0.2 and steps > 20 * took, (took, steps)


def test_an_interrupt_stops_it():
    import _thread

    texts = many() * 50
    demarche.code(["Iran rejected it."])
    timer = threading.Timer(0.5, _thread.interrupt_main)
    start = time.monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        demarche.code(texts, threads=2)
    assert time.monotonic() - start < 5
    assert len(demarche.code(["Iran rejected it."])) == 1


def test_progress_is_told(monkeypatch, capsys):
    pytest.importorskip("tqdm")
    bars = []

    import tqdm.auto

    class Bar(tqdm.auto.tqdm):
        def close(self):
            bars.append((self.n, self.total))
            super().close()

    monkeypatch.setattr(tqdm.auto, "tqdm", Bar)
    demarche.code([None, *many()], progress=True)
    assert set(bars) == {(121, 121)}
    bars.clear()
    demarche.code(["a"], progress=False)
    assert bars == []
