"""Coding on Spark: a data frame of documents in, a data frame of events out.

```python
import demarche.spark
events = demarche.spark.code(spark.read.parquet("news"), text="body", date="published")
events.write.parquet("events")
```

Each Python worker makes its coder once and keeps it. The schema is that of `demarche.code`, docs/OUTPUT.md shows it. A task
that is lost with its machine is done again by Spark; as the same document always gives the same events with the same ids,
what comes out is what would have come out. docs/CLUSTERS.md has the settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Optional

from demarche import _demarche
from demarche._code import code as _code
from demarche._input import Path, paths, read

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType


def schema() -> StructType:
    """Spark's schema of events: that of the Arrow columns."""
    return _spark_schema(_code([]).to_arrow().schema)


def code(
    df: DataFrame,
    *,
    text: str = "text",
    date: Optional[str] = "date",
    id: Optional[str] = "id",
    title: Optional[str] = None,
    url: Optional[str] = None,
    actors: Sequence[Path] = (),
    ontology: Optional[Path] = None,
    any_language: bool = False,
    threads: int = 1,
) -> DataFrame:
    """Codes the documents of a data frame, a row each; events in the columns of `schema()`.

    `text`, `date`, `id`, `title` and `url` name columns; without an id, events are known by their own ids only. Files of actors and
    folders of rules must lie at the same path on every machine. `threads` are those of one Python worker: leave it at 1 where
    Spark runs a task on each core (`spark.task.cpus`). What cannot be coded gives no event: `skipped` tells it.
    """
    fields, chosen = _chosen(df, text, date, id, title, url)
    options: dict[str, Any] = {
        "columns": fields,
        "actors": paths(actors),
        "ontology": None if ontology is None else paths([ontology])[0],
        "any_language": any_language,
        "threads": max(1, threads),
        "progress": False,
    }

    def part(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            yield from _code(batch, **options).to_arrow().to_batches()

    return chosen.mapInArrow(part, schema())


def skipped(
    df: DataFrame,
    *,
    text: str = "text",
    date: Optional[str] = "date",
    id: Optional[str] = "id",
    title: Optional[str] = None,
    url: Optional[str] = None,
    any_language: bool = False,
) -> DataFrame:
    """The documents that `code` passes over, as `id`, `reason`: no text, a date that is none, another language.

    It reads them and codes none, so that it takes little time.
    """
    fields, chosen = _chosen(df, text, date, id, title, url)
    # Rows have no number on a cluster: only their id says which they are.
    place = fields.get("id")

    def part(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import pyarrow

        for batch in batches:
            rows = _demarche.check(read(batch, None, fields, any_language).rows)
            ids = batch.column(place).to_pylist() if place else [None] * batch.num_rows
            names = [None if ids[row] is None else str(ids[row]) for row, _, _ in rows]
            reasons = [reason for _, _, reason in rows]
            columns = [pyarrow.array(names, pyarrow.string()), pyarrow.array(reasons, pyarrow.string())]
            yield pyarrow.RecordBatch.from_arrays(columns, names=["id", "reason"])

    return chosen.mapInArrow(part, "id string, reason string")


def _chosen(
    df: DataFrame, text: str, date: Optional[str], id: Optional[str], title: Optional[str], url: Optional[str]
) -> tuple[Mapping[str, str], DataFrame]:
    """Which columns are read as what, under names of our own, and a data frame of these alone.

    The usual names of date and id may be absent; a column that is named must be there.
    """
    asked = {"text": text, "date": date, "id": id, "title": title, "url": url}
    usual = {"date": "date", "id": "id"}
    there = {
        field: column
        for field, column in asked.items()
        if column is not None and not (column == usual.get(field) and column not in df.columns)
    }
    chosen = df.select(*(df[column].alias(f"demarche_{field}") for field, column in there.items()))
    return {field: f"demarche_{field}" for field in there}, chosen


def _spark_schema(schema: pyarrow.Schema) -> StructType:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)
