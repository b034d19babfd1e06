"""A progress bar, where there is somebody to look at it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Callable, Optional


@contextmanager
def progress(wanted: Optional[bool], total: Optional[int], what: str) -> Iterator[Optional[Callable[[int], None]]]:
    """A function that is told how many rows are done.

    `wanted` is true, false, or none: then a bar is shown in notebooks and terminals, if tqdm is installed.
    """
    bar = _bar(wanted, total, what)
    if bar is None:
        yield None
        return

    def tell(done: int) -> None:
        bar.update(done - bar.n)

    with bar:
        yield tell


def _bar(wanted: Optional[bool], total: Optional[int], what: str):  # type: ignore[no-untyped-def]
    if wanted is False or (wanted is None and not _is_watched()):
        return None
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return None
    # What is done at once needs no bar.
    return tqdm(total=total, desc=what, unit=" documents", delay=0.5, leave=False)


def _is_watched() -> bool:
    in_notebook = "ipykernel" in sys.modules
    return in_notebook or (sys.stderr is not None and sys.stderr.isatty())
