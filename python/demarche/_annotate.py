"""Documents in, every layer asked for out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Optional, overload

from demarche import _demarche
from demarche._input import Day, Path, Skipped, passed, paths, read
from demarche._progress import progress as _progress

LAYERS = ("tokens", "entities", "actors", "dates", "places", "attributions", "events")
"""The layers there are; docs/OUTPUT.md says what each holds."""


class Annotations(Sequence[Mapping[str, Any]]):
    """Documents with their layers, a dict each, in the order of the input.

    >>> notes = demarche.annotate(["Merkel met Macron.", ""], layers=["actors"])
    >>> len(notes), [a["name"] for a in notes[0]["actors"]], len(notes.skipped)
    (1, ['Angela Merkel', 'Emmanuel Macron'], 1)
    """

    def __init__(self, lines: list[str], skipped: list[Skipped]) -> None:
        self._lines = lines
        self.skipped = skipped
        """Rows that could not be read, each with the reason."""

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> Mapping[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> list[Mapping[str, Any]]: ...
    def __getitem__(self, at: Any) -> Any:
        found = self._lines[at]
        return json.loads(found) if isinstance(found, str) else [json.loads(line) for line in found]

    def __repr__(self) -> str:
        return f"<{len(self)} documents with layers, {len(self.skipped)} rows skipped>"

    def to_list(self) -> list[Mapping[str, Any]]:
        """All of them as dicts."""
        return list(self)


def annotate(
    documents: Any,
    *,
    layers: Sequence[str] = LAYERS,
    date: Day = None,
    columns: Optional[Mapping[str, str]] = None,
    threads: Optional[int] = None,
    progress: Optional[bool] = None,
    actors: Sequence[Path] = (),
    ontology: Optional[Path] = None,
    any_language: bool = False,
    strict: bool = False,
) -> Annotations:
    """The layers of documents: words, names, actors, dates, places, attributions, events.

    `layers` are those of `LAYERS` that are wanted; fewer take less time. The rest is as in `code`.

    >>> notes = demarche.annotate("Merkel met Macron on Friday.", layers=["dates"], date="2018-06-20")
    >>> [(d["text"], d["value"]) for d in notes[0]["dates"]]
    [('Friday', '2018-06-15')]
    """
    wanted = [layers] if isinstance(layers, str) else list(layers)
    source = read(documents, date, columns, any_language)
    folder = None if ontology is None else paths([ontology])[0]
    with _progress(progress, source.total, "annotating") as tick:
        lines, skipped = _demarche.annotate(source.rows, wanted, paths(actors), folder, threads, strict, tick)
    return Annotations(lines, passed(skipped))
