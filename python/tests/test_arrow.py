"""Events as columns: shared with every reader, and the same in each."""

import demarche
import pytest
from conftest import DISPATCHES

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pyarrow = pytest.importorskip("pyarrow")
duckdb = pytest.importorskip("duckdb")


@pytest.fixture(scope="module")
def events():
    return demarche.code(DISPATCHES)


def days(value):
    """Dates as the records write them."""
    if isinstance(value, dict):
        return {k: days(v) for k, v in value.items()}
    if isinstance(value, list):
        return [days(v) for v in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def test_arrow_holds_the_records(events, coded):
    assert days(events.to_arrow().to_pylist()) == coded


def test_nothing_is_copied(events):
    def places(table):
        chunks = table.column("text").chunks
        return [chunk.buffers()[2].address for chunk in chunks]

    assert places(events.to_arrow()) == places(events.to_arrow())
    assert places(pyarrow.table(events)) == places(events.to_arrow())


def test_columns_outlive_the_events():
    table = demarche.code(DISPATCHES).to_arrow()
    assert table.column("event").to_pylist()
    table.validate(full=True)


def test_parquet_of_the_command_has_the_same_columns(events, run, tmp_path):
    run("code", DISPATCHES, "--format", "parquet", "--out", tmp_path / "e.parquet")
    from pyarrow import parquet

    assert parquet.read_table(tmp_path / "e.parquet").equals(events.to_arrow())


def test_polars(events, coded):
    frame = events.to_polars()
    assert days(frame.to_dicts()) == coded
    assert polars.DataFrame(frame).equals(polars.from_arrow(events.to_arrow()))
    assert frame.schema["doc_date"] == polars.Date


def test_pandas(events, coded):
    frame = events.to_pandas()
    assert frame["id"].tolist() == [e["id"] for e in coded]
    assert str(frame["doc_date"].dtype).startswith("datetime64")
    assert frame["doc_date"].dt.strftime("%Y-%m-%d").tolist() == [e["doc_date"] for e in coded]
    assert [[a["code"] for a in actors] for actors in frame["actors"]] == [[a["code"] for a in e["actors"]] for e in coded]
    assert frame["score"].tolist() == [e["score"] for e in coded]
    # A frame of events has texts too; its column `date` is none of dates.
    with pytest.raises(ValueError, match="column `date`"):
        demarche.code(frame)
    assert demarche.code(frame, columns={"date": "doc_date"}).documents == len(frame)


def test_duckdb(events, coded):
    found = duckdb.sql("select id, doc_date, actors[1].code, date.from from events").fetchall()
    wanted = [
        (e["id"], e["doc_date"], e["actors"][0]["code"] if e["actors"] else None, e["date"] and e["date"]["from"])
        for e in coded
    ]
    assert days([list(row) for row in found]) == [list(row) for row in wanted]


def test_events_are_a_sequence(events, coded):
    assert (len(events), events[0], events[-1], events[1:3]) == (len(coded), coded[0], coded[-1], coded[1:3])
    assert list(events) == list(events) == coded
    with pytest.raises(IndexError):
        events[len(events)]


def test_many_batches():
    texts = ["Iran rejected the offer."] * 9000
    events = demarche.code(texts)
    assert (len(events), sum(1 for _ in events)) == (9000, 9000)
    assert events.to_arrow().num_rows == 9000
    assert events[8999]["doc_id"] == "8999"
    assert len(events.to_arrow().column("id").chunks) > 1
