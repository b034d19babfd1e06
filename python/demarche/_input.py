"""What users give, as rows that the native half reads."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import date as Date
from typing import Any, NamedTuple, Optional, Union

from demarche import _demarche

Day = Union[str, Date, None]
Path = Union[str, "os.PathLike[str]"]

# Endings by which a lone text is seen to be the name of a file.
_ENDINGS = (
    ".jsonl .ndjson .json .csv .tsv .tab .parquet .rss .atom .xml .warc .wet .html .htm .txt .md .gz .zst".split()
)

# Columns alone: they have a stream too, but not one of rows.
_COLUMNS = ("Series", "Index", "ChunkedArray", "Array", "StringArray", "LargeStringArray", "StringViewArray")


class Skipped(NamedTuple):
    """A row that could not be coded."""

    row: int
    """Number of the row, from 0; of files, number of the document."""
    id: Optional[str]
    """Id of the document or where it stood, as far as it is known."""
    reason: str
    """What was expected and what was found."""


class Input(NamedTuple):
    """Rows and how many there are, where that is known."""

    rows: _demarche.Rows
    total: Optional[int]


def day(date: Day) -> Optional[str]:
    """A day in ISO 8601."""
    return None if date is None else str(date)


def paths(files: Iterable[Path]) -> list[str]:
    """Files, as the system names them."""
    return [os.fspath(file) for file in files]


def passed(rows: list[tuple[int, Optional[str], str]]) -> list[Skipped]:
    """Rows that were passed over."""
    return [Skipped(*row) for row in rows]


def read(source: Any, date: Day, columns: Optional[Mapping[str, str]], any_language: bool) -> Input:
    """Finds out what was given."""
    asked = [(str(field), str(column)) for field, column in (columns or {}).items()]
    if isinstance(source, os.PathLike):
        return Input(_demarche.rows_of_files([os.fspath(source)], asked, day(date), any_language), None)
    if isinstance(source, str):
        source = [_text(source)]
    elif isinstance(source, Mapping):
        source = [source]
    if hasattr(source, "__arrow_c_stream__") and type(source).__name__ not in _COLUMNS:
        table = _wanted(source, asked)
        return Input(_demarche.rows_of_table(table, asked, day(date), any_language), _length(source))
    if type(source).__name__ == "DataFrame" and hasattr(source, "iloc"):
        # A data frame of an old pandas has no stream of its own.
        table = _pyarrow().Table.from_pandas(_wanted(source, asked), preserve_index=False)
        return Input(_demarche.rows_of_table(table, asked, day(date), any_language), _length(source))
    return _list(source, asked, date, any_language)


def _text(source: str) -> str:
    """A lone text, which is never taken for a file: who codes what others wrote must not open what they name."""
    if len(source.split()) == 1 and source.lower().endswith(tuple(_ENDINGS)):
        raise ValueError(
            f"expected a text, but found what looks like the name of a file: {source!r}\n"
            "hint: pathlib.Path(...) reads a file, a list with one text codes any text"
        )
    return source


def _wanted(table: Any, asked: list[tuple[str, str]]) -> Any:
    """A data frame's columns that are read: others may hold what no Arrow column can."""
    if type(table).__name__ != "DataFrame":
        return table
    names = [str(name) for name in table.columns]
    places = sorted({place for place in _demarche.columns(names, asked) if place is not None})
    if hasattr(table, "iloc"):
        chosen = table.iloc[:, places]
        chosen.columns = [names[place] for place in places]
        return chosen
    chosen = table.select([table.columns[place] for place in places])
    # A column of nothing has a type that not every reader of Arrow knows.
    nothing = [name for name, kind in chosen.schema.items() if str(kind) == "Null"]
    return chosen.cast({name: needed("polars", "polars").String for name in nothing}) if nothing else chosen


def _list(source: Any, asked: list[tuple[str, str]], date: Day, any_language: bool) -> Input:
    try:
        elements = source.to_pylist() if hasattr(source, "to_pylist") else list(source)
    except TypeError:
        kind = type(source).__name__
        raise TypeError(
            f"expected texts, dicts, a table or a pathlib.Path, but found {kind}"
        ) from None
    rows = [_element(at, element, asked) for at, element in enumerate(elements)]
    return Input(_demarche.rows_of_list(rows, day(date), any_language), len(rows))


def _element(at: int, element: Any, asked: list[tuple[str, str]]) -> Any:
    """A text as it is, nothing as `None`, an object as JSON."""
    if isinstance(element, str):
        return element
    if is_null(element):
        return None
    if not isinstance(element, Mapping):
        kind = type(element).__name__
        raise ValueError(f"row {at}: expected a text or a dict, but found {kind}")
    fields = {str(name): None if is_null(value) else value for name, value in element.items()}
    for field, column in asked:
        if column not in fields:
            raise ValueError(f"row {at}: expected a field `{column}`, but found {', '.join(fields)}")
        fields[field] = fields[column]
    known = {name: value for name, value in fields.items() if name in (*_demarche.FIELDS, "mentions")}
    try:
        return json.dumps(known, default=str).encode()
    except (ValueError, RecursionError) as error:
        raise ValueError(f"row {at}: expected a document, but found {error}") from None


def is_null(value: Any) -> bool:
    """Whether it is one of the many ways in which tables say that there is nothing."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and value != value


def _length(table: Any) -> Optional[int]:
    for name in ("num_rows", "height"):
        if isinstance(getattr(table, name, None), int):
            return int(getattr(table, name))
    try:
        return len(table)
    except TypeError:
        return None


def _pyarrow() -> Any:
    return needed("pyarrow", "arrow")


def needed(module: str, extra: str) -> Any:
    """A package that is not always there."""
    import importlib

    try:
        return importlib.import_module(module)
    except ImportError:
        raise ImportError(f"expected the package {module}, but it is not installed: pip install 'demarche[{extra}]'") from None
