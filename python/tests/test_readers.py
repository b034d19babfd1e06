"""What `demarche code` writes, read by the programs that people read tables with."""

import json
import math

import pytest
from conftest import EXAMPLES

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
duckdb = pytest.importorskip("duckdb")

# Ids and texts with everything that tables trip over. A sentence may break its line.
DOCUMENTS = [
    {"id": "=HYPERLINK(\"http://example.org\",\"x\")", "date": "2018-09-05", "text": "Iran rejected the \"offer\", he said."},
    {"id": "-2+3+cmd|' /C calc'!A0", "date": "2018-09-05", "text": "Iran rejected\nthe offer; \"no\",\tit said."},
    {"id": "@SUM(A1:A9)", "date": "2018-09-05", "text": "Russian jets bombed Idlib on Monday, killing 5.5 per cent."},
    {"id": "+1", "date": None, "text": "Iran rejected the offer on Monday."},
    {"id": "007", "date": "2018-09-05T23:30:00+09:00", "text": "Émilie's France, Türkiye and 日本 condemned Iran."},
    {"id": "a, \"b\"\nc", "date": "2018-09-05", "text": "Merkel met Macron in Berlin on Friday."},
    {"id": "1e5", "date": "2018-09-05", "text": "NULL and NA told Iran that it must leave Syria."},
]

# Ids that a spreadsheet would take for a formula; "+1" is a number.
GUARDED = {document["id"] for document in DOCUMENTS[:3]}


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    path = tmp_path_factory.mktemp("news") / "news.jsonl"
    path.write_text("".join(json.dumps(document) + "\n" for document in DOCUMENTS))
    return path


@pytest.fixture(scope="module")
def records(run, news):
    found = [json.loads(line) for line in run("code", news, EXAMPLES).splitlines()]
    assert {r["doc_id"] for r in found} >= {d["id"] for d in DOCUMENTS}
    return found


@pytest.fixture(scope="module")
def written(run, news, tmp_path_factory):
    folder = tmp_path_factory.mktemp("written")

    def write(form):
        path = folder / f"events.{form}"
        run("code", news, EXAMPLES, "--format", form, "--out", path)
        return path

    return {form: write(form) for form in ("csv", "parquet", "gdelt", "icews", "polecat")}


def rows_of_csv(path):
    """The same table by three readers, every cell a text, nothing for null."""
    table = pandas.read_csv(path, dtype=str, keep_default_na=False)
    yield table.to_dict("records")
    yield polars.read_csv(path, infer_schema=False).fill_null("").to_dicts()
    relation = duckdb.read_csv(str(path), header=True, all_varchar=True, delimiter=",", quotechar='"', escapechar='"')
    names = relation.columns
    yield [dict(zip(names, ["" if c is None else c for c in row])) for row in relation.fetchall()]


def test_csv_says_the_same_to_every_reader(written, records):
    first, *others = rows_of_csv(written["csv"])
    assert len(first) == len(records)
    for other in others:
        assert other == first
    for row, record in zip(first, records):
        guard = "'" if record["doc_id"] in GUARDED else ""
        assert row["doc_id"] == guard + record["doc_id"]
        assert row["text"].removeprefix("'") == record["text"]
        assert row["doc_date"] == (record["doc_date"] or "")
        assert row["date_from"] == (record["date"]["from"] if record["date"] else "")
        assert math.isclose(float(row["score"]), record["score"])
        assert math.isclose(float(row["confidence"]), record["confidence"])
        assert (int(row["sentence"]), row["cameo"]) == (record["sentence"], record["cameo"])
        actors = "; ".join(a["code"] for a in record["actors"])
        # An actor of whom nothing is known is `---`, which would be a formula.
        assert row["actors"] == ("'" if actors.startswith("-") else "") + actors
        if record["place"]:
            assert math.isclose(float(row["place_lat"]), record["place"]["lat"])


def test_no_cell_of_csv_is_a_formula(written):
    for row in next(rows_of_csv(written["csv"])):
        for cell in row.values():
            if cell.startswith(("=", "+", "-", "@", "\t", "\r")):
                float(cell)


def test_readers_find_the_types_of_csv_by_themselves(written, records):
    frame = pandas.read_csv(written["csv"], parse_dates=["doc_date", "date_from", "date_to"], dtype={"cameo": str})
    assert frame["score"].tolist() == [r["score"] for r in records]
    assert str(frame["date_from"].dtype).startswith("datetime64")
    assert frame["background"].tolist() == [r["background"] for r in records]
    assert frame["cameo"].tolist() == [r["cameo"] for r in records]
    frame = polars.read_csv(written["csv"], try_parse_dates=True, schema_overrides={"cameo": polars.String})
    assert frame.schema["date_from"] == polars.Date
    assert frame["date_from"].is_null().sum() == sum(r["date"] is None for r in records)


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def test_parquet_holds_the_records(written, records):
    assert plain(polars.read_parquet(written["parquet"]).to_dicts()) == records
    relation = duckdb.read_parquet(str(written["parquet"]))
    assert plain([dict(zip(relation.columns, row)) for row in relation.fetchall()]) == records
    frame = pandas.read_parquet(written["parquet"])
    for name in ("id", "doc_id", "text", "score", "quad", "background", "cameo", "rule"):
        assert frame[name].tolist() == [r[name] for r in records]
    assert [d and d.isoformat() for d in frame["doc_date"]] == [r["doc_date"] for r in records]


# Columns, whether there is a header, where a number and a day stand, and how the day is written.
FORMS = {
    "gdelt": (61, None, 30, 1, "%Y%m%d"),
    "icews": (20, 0, "Intensity", "Event Date", "%Y-%m-%d"),
    "polecat": (40, 0, "Intensity", "Event Date", "%Y-%m-%d"),
}


@pytest.mark.parametrize("form", list(FORMS))
def test_exchange_forms_say_the_same_to_every_reader(form, written, records):
    columns, header, number, day, written_so = FORMS[form]
    path = written[form]
    lines = path.read_text().splitlines()
    # No quoting is needed: no cell holds a tab, a line break or a quote.
    cells = [line.split("\t") for line in lines]
    assert {len(row) for row in cells} == {columns}
    assert not any('"' in cell or "\r" in cell for row in cells for cell in row)
    body = cells if header is None else cells[1:]
    assert 0 < len(body)
    quoted = pandas.read_csv(path, sep="\t", header=header, dtype=str, keep_default_na=False)
    assert quoted.values.tolist() == body
    frame = polars.read_csv(path, separator="\t", has_header=header is not None, infer_schema=False).fill_null("")
    assert [list(row) for row in frame.rows()] == body
    relation = duckdb.read_csv(str(path), sep="\t", header=header is not None, all_varchar=True, quotechar="")
    assert [["" if c is None else c for c in row] for row in relation.fetchall()] == body
    typed = pandas.read_csv(path, sep="\t", header=header)
    assert typed[number].between(-10, 10).all()
    # Reports without a date have no day.
    days = quoted[day][quoted[day] != ""]
    assert len(days) > len(body) / 2
    assert pandas.to_datetime(days, format=written_so).dt.year.between(1990, 2030).all()
