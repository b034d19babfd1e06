"""Documents in, events out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Optional, overload

from demarche import _demarche, _html
from demarche._input import Day, Path, Skipped, needed, passed, paths, read
from demarche._progress import progress as _progress

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

# Events that are shown of many.
_SHOWN = 25

# Events that are made Python objects at a time.
_PAGE = 256


class Events:
    """Events, as Arrow columns; docs/OUTPUT.md says what each means.

    It has the length, the elements and the order of a list of dicts, the records that `demarche code` writes, and shares its columns with everything that
    reads Arrow by `__arrow_c_stream__` (pyarrow, pandas, polars, DuckDB): nothing is copied.

    >>> events = demarche.code(["Iran rejected the offer.", None], date="2018-09-05")
    >>> len(events), events[0]["event"], events[0]["actors"][0]["name"]
    (1, 'REJECT', 'Iran')
    >>> events.skipped
    [Skipped(row=1, id=None, reason='expected text, but found none under `text`')]
    """

    def __init__(self, native: _demarche.Events) -> None:
        self._native = native

    def __len__(self) -> int:
        return len(self._native)

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        done = 0
        while lines := self._native.lines(done, _PAGE):
            page = lines.splitlines()
            done += len(page)
            yield from map(json.loads, page)

    @overload
    def __getitem__(self, at: int) -> Mapping[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> list[Mapping[str, Any]]: ...
    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        place = at + len(self) if at < 0 else at
        if not 0 <= place < len(self):
            raise IndexError(f"expected an event below {len(self)}, but found {at}")
        return json.loads(self._native.lines(place, 1))

    def __repr__(self) -> str:
        return f"<{self._summary()}>"

    def _summary(self) -> str:
        parts = [f"{len(self)} events of {self.documents} documents"]
        if self.skipped:
            parts.append(f"{len(self.skipped)} rows skipped")
        if self.undated:
            parts.append(f"{self.undated} without a date")
        return ", ".join(parts)

    @property
    def documents(self) -> int:
        """Documents that were coded."""
        return self._native.documents

    @property
    def undated(self) -> int:
        """Of those, how many have no date: "on Monday" means no day there."""
        return self._native.undated

    @property
    def skipped(self) -> list[Skipped]:
        """Rows that could not be coded, each with the reason. A row is either here or among `documents`."""
        return passed(self._native.skipped)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The stream of the Arrow PyCapsule interface."""
        return self._native.__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> pyarrow.Table:
        """A pyarrow table; nothing is copied.

        >>> demarche.code(["Iran rejected the offer."]).to_arrow().num_rows
        1
        """
        pyarrow = needed("pyarrow", "arrow")
        return pyarrow.RecordBatchReader.from_stream(self._native).read_all()

    def to_pandas(self, **options: Any) -> pandas.DataFrame:
        """A pandas data frame: days as `datetime64`, lists as arrays of dicts; options are those of `pyarrow.Table.to_pandas`.

        >>> demarche.code(["Iran rejected the offer."]).to_pandas()["event"].tolist()
        ['REJECT']
        """
        needed("pandas", "pandas")
        options.setdefault("date_as_object", False)
        return self.to_arrow().to_pandas(**options)

    def to_polars(self) -> polars.DataFrame:
        """A polars data frame.

        >>> demarche.code(["Iran rejected the offer."]).to_polars()["event"].to_list()
        ['REJECT']
        """
        return needed("polars", "polars").DataFrame(self)

    def to_list(self) -> list[Mapping[str, Any]]:
        """The records as dicts.

        >>> [e["event"] for e in demarche.code(["Iran rejected the offer."]).to_list()]
        ['REJECT']
        """
        return list(self)

    def _repr_html_(self) -> str:
        rows = [_html.event(record) for record in self[:_SHOWN]]
        rest = f", {_SHOWN} shown" if len(self) > _SHOWN else ""
        return _html.table(_html.EVENT, rows, self._summary() + rest)


def code(
    documents: Any,
    *,
    date: Day = None,
    columns: Optional[Mapping[str, str]] = None,
    threads: Optional[int] = None,
    progress: Optional[bool] = None,
    actors: Sequence[Path] = (),
    ontology: Optional[Path] = None,
    any_language: bool = False,
    strict: bool = False,
) -> Events:
    """Codes documents: who did, said, promised or threatened what, to whom, when, on whose word.

    documents
        a text; texts; dicts with `text` and where known `id`, `date`, `title`, `publisher`, `url`, `language`, `mentions`; a
        pandas or polars data frame, an Arrow table or reader, or anything else with `__arrow_c_stream__`; a `pathlib.Path` of
        JSON Lines or of any other file or folder that `demarche code` reads. A `str` is always a text, never a file.
    date
        publication date of the documents that have none of their own.
    columns
        columns or fields that are not named as usual: `{"text": "body", "date": "published"}`.
    threads
        worker threads; by default one for each core. Other threads of Python go on meanwhile.
    progress
        a bar by tqdm, if it is installed: by default in notebooks and terminals.
    actors
        files of actors of your own (docs/ACTORS.md).
    ontology
        a folder of rules, and categories, of your own (docs/ONTOLOGY.md).
    any_language
        code reports in other languages as if they were in English; else they are skipped.
    strict
        raise `ValueError` at the first row that would be skipped.

    Rows without text, with a date that is none, or in another language are in `Events.skipped`; none is lost silently.
    Raises `FileNotFoundError` and other `OSError` for files, `ValueError` for input that cannot be read, `TypeError` for what
    is no input at all.

    >>> reports = [{"id": "a", "date": "2018-09-05", "text": "Russian jets bombed Idlib on Monday."}]
    >>> event = demarche.code(reports)[0]
    >>> event["doc_id"], event["event"], event["mode"], event["rule"]
    ('a', 'ASSAULT', 'aerial', 'assault/aerial')
    """
    source = read(documents, date, columns, any_language)
    folder = None if ontology is None else paths([ontology])[0]
    with _progress(progress, source.total, "coding") as tick:
        native = _demarche.code(source.rows, paths(actors), folder, threads, strict, tick)
    return Events(native)
