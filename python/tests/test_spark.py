"""Coding on a real cluster of Spark, on one machine: executors are processes of their own, and one of them is killed.

    python/test.sh -m slow

It takes some minutes, pyspark and Java 17 or later.
"""

import hashlib
import itertools
import json
import os
import shutil
import signal
import sys
import threading
import time
from pathlib import Path

import demarche
import pytest
from conftest import EXAMPLES

pytestmark = pytest.mark.slow

DOCUMENTS = int(os.environ.get("SPARK_DOCUMENTS", "100000"))
CLUSTER = os.environ.get("SPARK_CLUSTER", "local-cluster[2,1,2048]")


def texts():
    """Short reports without end, all different: a sentence of the examples each, told by somebody in some place."""
    whole = demarche.annotate(EXAMPLES, layers=["tokens"])
    sentences = sorted(
        " ".join(word["form"] for word in sentence["words"])
        for document in whole
        for sentence in document["tokens"]
        if 6 <= len(sentence["words"]) <= 20
    )
    tails = ["", " The ministry said so.", " Iran rejected it.", " Berlin welcomed it.", " Nobody was hurt."]
    for number in itertools.count():
        sentence = sentences[number % len(sentences)]
        yield f"{sentence}{tails[number // len(sentences) % len(tails)]} Report {number}."


def news(count):
    """Documents, with some that cannot be coded among them."""
    made = itertools.islice(texts(), count)
    for number, text in enumerate(made):
        yield {
            "id": f"d{number}",
            "date": f"20{10 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}",
            "text": None if number % 1000 == 999 else text,
        }


def java():
    home = os.environ.get("JAVA_HOME") or "/usr/lib/jvm/java-17-openjdk-amd64"
    found = Path(home, "bin", "java")
    return home if found.exists() else None


@pytest.fixture(scope="module")
def spark():
    pyspark = pytest.importorskip("pyspark")
    pytest.importorskip("pyarrow")
    if not java() and not shutil.which("java"):
        pytest.skip("there is no Java")
    if java():
        os.environ["JAVA_HOME"] = java()
    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(CLUSTER).appName("demarche")
    options = {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.executor.memory": "1g",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "2000",
    }
    for name, value in options.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    """A Parquet file of the documents."""
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = tmp_path_factory.mktemp("news") / "news.parquet"
    parquet.write_table(pyarrow.Table.from_pylist(list(news(DOCUMENTS))), path)
    return path


@pytest.fixture(scope="module")
def alone(documents):
    """Events on one machine: a digest of each, and how many rows were passed over."""
    start = time.monotonic()
    events = demarche.code(documents)
    print(f"\none process: {events!r} in {time.monotonic() - start:.0f} s")
    return digests(events.to_arrow()), len(events.skipped)


def digests(table):
    """What each event says, in an order of their own."""
    rows = (json.dumps(row, default=str, sort_keys=True) for row in table.to_pylist())
    return sorted(hashlib.sha256(row.encode()).digest() for row in rows)


def written(folder):
    from pyarrow import parquet

    return parquet.read_table(folder)


def executors():
    """Processes of the executors of our cluster: children of our Java, with the id of each."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            parents = (folder / "status").read_text()
        except OSError:
            continue
        if b"org.apache.spark.executor.CoarseGrainedExecutorBackend" in words:
            found[int(folder.name)] = (words[words.index(b"--app-id") + 1].decode(), parents)
    return found


def of_ours(spark):
    return [pid for pid, (application, _) in executors().items() if application == spark.sparkContext.applicationId]


def test_the_schema_is_that_of_the_columns(spark):
    import pyarrow
    from pyspark.sql.pandas.types import to_arrow_schema

    columns = demarche.code([]).to_arrow().schema
    import demarche.spark as on_spark

    there = to_arrow_schema(on_spark.schema())
    # Spark names the elements of its lists otherwise.
    assert [f.name for f in there] == columns.names
    empty = pyarrow.Table.from_pylist([], schema=columns)
    assert empty.cast(there).schema.equals(there)
    assert all(field.nullable for field in there)


def coded(spark, documents, out):
    import demarche.spark as on_spark

    frame = spark.read.parquet(str(documents)).repartition(16)
    on_spark.code(frame).write.parquet(str(out))


def test_a_cluster_gives_the_rows_of_one_machine(spark, documents, alone, tmp_path):
    start = time.monotonic()
    coded(spark, documents, tmp_path / "events")
    table = written(tmp_path / "events")
    print(f"\n{CLUSTER}: {table.num_rows} events of {DOCUMENTS} documents in {time.monotonic() - start:.0f} s")
    assert digests(table.select(demarche.code([]).to_arrow().schema.names)) == alone[0]


def test_a_killed_executor_loses_nothing(spark, documents, alone, tmp_path):
    killed = []
    start = time.monotonic()

    def kill():
        # In mid-run: as soon as some of the sixteen parts are done.
        done = lambda: list((tmp_path / "events" / "_temporary").glob("*/task_*"))
        while len(done()) < 5 and time.monotonic() - start < 600:
            time.sleep(0.1)
        victim = min(of_ours(spark))
        os.kill(victim, signal.SIGKILL)
        killed.append((victim, time.monotonic() - start))

    killer = threading.Thread(target=kill)
    killer.start()
    coded(spark, documents, tmp_path / "events")
    killer.join()
    took = time.monotonic() - start
    table = written(tmp_path / "events")
    print(f"\nexecutor {killed[0][0]} killed after {killed[0][1]:.0f} s of {took:.0f} s: {table.num_rows} events")
    assert killed[0][1] < took - 1 and killed[0][0] not in of_ours(spark)
    assert digests(table) == alone[0]


def test_what_is_skipped_is_told(spark, documents, alone):
    import demarche.spark as on_spark

    rows = on_spark.skipped(spark.read.parquet(str(documents))).collect()
    assert len(rows) == alone[1] == DOCUMENTS // 1000
    assert {row.reason for row in rows} == {"expected text, but found none under `text`"}
    assert {int(row.id[1:]) % 1000 for row in rows} == {999}


def test_columns_of_other_names_and_none_at_all(spark):
    import demarche.spark as on_spark

    frame = spark.createDataFrame([("Iran rejected the offer.", 7)], "body string, number int")
    event = on_spark.code(frame, text="body", id="number").collect()[0]
    assert (event.doc_id, event.event, event.doc_date) == ("7", "REJECT", None)
    assert on_spark.code(frame, text="body").count() == 1
    with pytest.raises(Exception, match="absent"):
        on_spark.code(frame, text="absent")
