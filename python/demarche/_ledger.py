"""Meetings, pledges, demands, threats, sanctions and agreements, and how they stand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Optional

from demarche import _demarche, _html
from demarche._input import Day, Path, Skipped, day, needed, passed, paths, read
from demarche._progress import progress as _progress

if TYPE_CHECKING:
    import pandas

# Items that are shown of many.
_SHOWN = 50


class Ledger:
    """What was proposed, promised, demanded, threatened, imposed and agreed, and how it stood on a day (docs/LEDGER.md).

    Of documents, as `code` takes them, or of a store that `demarche ingest` has made:

    >>> reports = [
    ...     {"id": "a", "date": "2018-06-13", "text": "Merkel will meet Macron in Berlin on Friday."},
    ...     {"id": "b", "date": "2018-06-16", "text": "Merkel met Macron in Berlin on Friday."},
    ... ]
    >>> [(i["kind"], i["parties"]["with"], i["status"]) for i in demarche.Ledger(reports)]
    [('meeting', ['DEU', 'FRA'], 'held')]
    >>> [i["status"] for i in demarche.Ledger(reports, as_of="2018-06-14")]
    ['scheduled']
    """

    def __init__(
        self,
        documents: Any = None,
        *,
        store: Optional[Path] = None,
        as_of: Day = None,
        date: Day = None,
        columns: Optional[Mapping[str, str]] = None,
        threads: Optional[int] = None,
        progress: Optional[bool] = None,
        actors: Sequence[Path] = (),
        ontology: Optional[Path] = None,
        any_language: bool = False,
        strict: bool = False,
    ) -> None:
        """Reads documents up to the end of the day `as_of`, or all; the rest is as in `code`.

        A document without a date says nothing for a ledger; it is in `skipped`.
        """
        if (documents is None) == (store is None):
            raise ValueError("expected documents or store=, but found " + ("neither" if store is None else "both"))
        if store is not None:
            self._native = _demarche.ledger_of_store(paths([store])[0], day(as_of))
            return
        source = read(documents, date, columns, any_language)
        folder = None if ontology is None else paths([ontology])[0]
        with _progress(progress, source.total, "reading") as tick:
            self._native = _demarche.ledger(
                source.rows, day(as_of), paths(actors), folder, threads, strict, tick
            )

    def __len__(self) -> int:
        return len(self._native)

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return iter(self.items())

    def __repr__(self) -> str:
        return f"<ledger as of {self.as_of}: {len(self)} items, {len(self.skipped)} rows skipped>"

    @property
    def as_of(self) -> Optional[str]:
        """The day for which it stands: the one that was asked for, else the last report's."""
        return self._native.as_of

    @property
    def skipped(self) -> list[Skipped]:
        """Rows that could not be read or have no date, each with the reason."""
        return passed(self._native.skipped)

    def items(
        self, kind: Optional[str] = None, status: Optional[str] = None, party: Optional[str] = None
    ) -> list[Mapping[str, Any]]:
        """Items, in the order in which they came up; only those of a kind, status or party where they are given."""
        return [json.loads(line) for line in self._native.select(kind, status, party, None)]

    def changed(self, since: Day) -> list[Mapping[str, Any]]:
        """Items whose status has changed on this day or later."""
        return [json.loads(line) for line in self._native.select(None, None, None, day(since))]

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas data frame, a row an item; parties, evidence and history as they are in the records."""
        return needed("pandas", "pandas").DataFrame(self.items(), columns=_FIELDS)

    def _repr_html_(self) -> str:
        rows = [_row(item) for item in self.items()[:_SHOWN]]
        rest = f", {_SHOWN} shown" if len(self) > _SHOWN else ""
        return _html.table(_HEAD, rows, f"{len(self)} items as of {self.as_of}{rest}")


_FIELDS = (
    "key kind parties what topic status weight when place people condition depends_on sources evidence history contested"
).split()

_HEAD = ("kind", "parties", "status", "when", "what", "reports", "key")


def _row(item: Mapping[str, Any]) -> tuple[object, ...]:
    parties = item["parties"]
    sides = ("with",) if "with" in parties else ("by", "to")
    who = " > ".join("+".join(parties[side]) for side in sides if parties[side])
    return (item["kind"], who, item["status"], item["when"] or "", item["what"], item["sources"], item["key"])
