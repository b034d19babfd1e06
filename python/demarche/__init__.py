"""Reads news reports and writes down the diplomatic and conflict moves in them.

Each move is a record: who did, said, promised or threatened what, to whom, when, where and on whose word, with the id of the
rule that made it. It runs in Rust's own threads, without network, and gives the same answer every time.

>>> import demarche
>>> events = demarche.code(["Russian jets bombed Idlib on Monday."], date="2018-09-05")
>>> [(e["event"], e["actors"][0]["code"], e["date"]["from"]) for e in events]
[('ASSAULT', 'RUSMIL', '2018-09-03')]
"""

from demarche._annotate import LAYERS, Annotations, annotate
from demarche._code import Events, Skipped, code
from demarche._demarche import VERSION as CODER
from demarche._ledger import Ledger
from demarche._resolve import resolve
from demarche._show import Shown, show

__version__: str = CODER.removeprefix("demarche-").partition("+")[0]

__all__ = [
    "CODER",
    "LAYERS",
    "Annotations",
    "Events",
    "Ledger",
    "Shown",
    "Skipped",
    "annotate",
    "code",
    "resolve",
    "show",
]
