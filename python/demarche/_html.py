"""Pieces of HTML. Everything that was read is escaped; nothing is a script, nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

CELL = "padding:2px 8px;text-align:left;vertical-align:top;unicode-bidi:isolate"

# Soft hyphen and joiners: they are no signs, and part of words.
_HARMLESS = "\u00ad\u200c\u200d"


def text(value: object) -> str:
    """A text that means only itself; characters that turn the direction or the cursor are shown as a box."""
    shown = "".join(c if c.isprintable() or c.isspace() or c in _HARMLESS else "\ufffd" for c in str(value))
    return escape(shown, quote=True)


def table(head: Sequence[str], rows: Iterable[Sequence[object]], caption: str) -> str:
    """A table with a line below."""
    cells = "".join(f'<th style="{CELL}">{text(name)}</th>' for name in head)
    body = "".join(
        "<tr>" + "".join(f'<td style="{CELL}">{text(cell)}</td>' for cell in row) + "</tr>" for row in rows
    )
    return (
        f'<div><table style="border-collapse:collapse"><thead><tr>{cells}</tr></thead>'
        f"<tbody>{body}</tbody></table><p>{text(caption)}</p></div>"
    )


EVENT = ("document", "date", "event", "actors", "recipients", "status", "place", "speakers", "text")


def event(record: Mapping[str, Any]) -> tuple[object, ...]:
    """An event's cells under `EVENT`."""
    place = record["place"]
    return (
        record["doc_id"],
        when(record),
        name(record),
        codes(record["actors"]),
        codes(record["recipients"]),
        record["status"],
        place["name"] if place else "",
        " ← ".join(s["speaker"]["code"] for s in record["attribution"] if s["speaker"]),
        record["text"],
    )


def when(record: Mapping[str, Any]) -> str:
    """First day of an event, else the day of publication with a star."""
    if record["date"]:
        first, last = record["date"]["from"], record["date"]["to"]
        return str(first) if first == last else f"{first} …"
    return f"{record['date_default']}*" if record["date_default"] else ""


def name(record: Mapping[str, Any]) -> str:
    """Category and mode."""
    return f"{record['event']}/{record['mode']}" if record["mode"] else str(record["event"])


def codes(actors: Sequence[Mapping[str, Any]]) -> str:
    """Codes of actors."""
    return " + ".join(actor["code"] for actor in actors)
