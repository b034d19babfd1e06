"""An article with its events, to be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from demarche import _html
from demarche._code import Events, code
from demarche._input import Day

# Background of the words that name an act, by quad class: cooperation in words and deeds, conflict in words and deeds.
_COLOURS = {1: "#cfe8cf", 2: "#9fd39f", 3: "#f6d5c3", 4: "#eda597"}

_PARTY = "border-bottom:2px solid #6688bb"


class Shown:
    """A text and its events. In a notebook the words that name an act are marked, the parties underlined; what is under the
    mouse says event, parties, status and rule.

    >>> shown = demarche.show("Russian jets bombed Idlib on Monday.", date="2018-09-05")
    >>> ' bombed</mark>' in shown._repr_html_(), len(shown.events)
    (True, 1)
    """

    def __init__(self, text: str, events: Events) -> None:
        self.text = text
        self.events = events

    def __repr__(self) -> str:
        return f"<a text of {len(self.text)} characters with {len(self.events)} events>"

    def _repr_html_(self) -> str:
        records = self.events.to_list()
        body = "".join(_piece(self.text[start:end], notes) for start, end, notes in _pieces(self.text, records))
        rows = [_html.event(record)[1:] for record in records]
        article = f'<div style="white-space:pre-wrap;max-width:48em;unicode-bidi:isolate">{body}</div>'
        reasons = "; ".join(skipped.reason for skipped in self.events.skipped)
        return article + _html.table(_html.EVENT[1:], rows, reasons or repr(self.events)[1:-1])


def show(text: str, date: Day = None, **options: Any) -> Shown:
    """Codes one text and shows it; options are those of `code`.

    >>> demarche.show("Iran rejected the offer.")
    <a text of 24 characters with 1 events>
    """
    if not isinstance(text, str):
        raise TypeError(f"expected a text, but found {type(text).__name__}")
    return Shown(text, code([text], date=date, **options))


def _notes(record: Mapping[str, Any]) -> Iterator[tuple[int, int, str, str]]:
    """Spans of an event: start, end, style, what the mouse says. The trigger comes first."""
    parties = f"{_html.codes(record['actors']) or '-'} > {_html.codes(record['recipients']) or '-'}"
    told = f"{_html.name(record)}: {parties}, {record['status']}, by {record['rule']}"
    trigger = record["trigger"]
    yield trigger["start"], trigger["end"], f"background:{_COLOURS[record['quad']]}", told
    for role in ("actors", "recipients"):
        for actor in record[role]:
            who = f"{actor['code']} {actor['name'] or ''}".strip()
            yield actor["start"], actor["end"], _PARTY, f"{role[:-1]} {who}"


def _pieces(
    text: str, records: list[Mapping[str, Any]]
) -> Iterator[tuple[int, int, list[tuple[str, str]]]]:
    """The text in pieces within which nothing begins or ends, each with its styles and notes."""
    spans = [note for record in records for note in _notes(record)]
    borders = sorted({0, len(text), *(s[0] for s in spans), *(s[1] for s in spans)})
    for start, end in zip(borders, borders[1:]):
        yield start, end, [(style, told) for s, e, style, told in spans if s <= start and end <= e]


def _piece(text: str, notes: list[tuple[str, str]]) -> str:
    if not notes:
        return _html.text(text)
    # A word may be in many events: one style of each kind, every note once.
    styles = ";".join(dict.fromkeys(style for style, _ in notes))
    title = "\n".join(dict.fromkeys(told for _, told in notes))
    tag = "mark" if "background" in styles else "span"
    return f'<{tag} style="{styles};color:inherit" title="{_html.text(title)}">{_html.text(text)}</{tag}>'
