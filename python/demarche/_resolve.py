"""Noun phrases in, actors out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Optional, overload

from demarche import _demarche
from demarche._input import Day, Path, day, paths


@overload
def resolve(  # type: ignore[overload-overlap]
    phrases: str, *, date: Day = None, country: Optional[str] = None, actors: Sequence[Path] = ()
) -> Mapping[str, Any]: ...
@overload
def resolve(
    phrases: Sequence[str], *, date: Day = None, country: Optional[str] = None, actors: Sequence[Path] = ()
) -> list[Mapping[str, Any]]: ...
def resolve(
    phrases: Any, *, date: Day = None, country: Optional[str] = None, actors: Sequence[Path] = ()
) -> Any:
    """Who a noun phrase means as of a date: one phrase, or many.

    `country` is the code of a country to think of first. What is unknown is null.

    >>> demarche.resolve("the French president", date="2018-05-01")["name"]
    'Emmanuel Macron'
    >>> [a["code"] for a in demarche.resolve(["Iranian troops", "the weather"])]
    ['IRNMIL', '---']
    """
    many = [phrases] if isinstance(phrases, str) else list(phrases)
    for at, phrase in enumerate(many):
        if not isinstance(phrase, str):
            raise ValueError(f"phrase {at}: expected a text, but found {type(phrase).__name__}")
    found = [json.loads(line) for line in _demarche.resolve(many, day(date), country, paths(actors))]
    return found[0] if isinstance(phrases, str) else found
