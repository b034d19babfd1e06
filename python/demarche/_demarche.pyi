"""The native half: see crates/python."""

from typing import Callable, Optional

VERSION: str
FIELDS: list[str]

_Passed = tuple[int, Optional[str], str]
_Tick = Optional[Callable[[int], None]]

class Rows: ...

class Events:
    @property
    def documents(self) -> int: ...
    @property
    def undated(self) -> int: ...
    @property
    def skipped(self) -> list[_Passed]: ...
    def __len__(self) -> int: ...
    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...
    def lines(self, from_: int, most: int, /) -> str: ...

class Ledger:
    @property
    def as_of(self) -> Optional[str]: ...
    @property
    def documents(self) -> int: ...
    @property
    def skipped(self) -> list[_Passed]: ...
    def __len__(self) -> int: ...
    def select(
        self,
        kind: Optional[str] = None,
        status: Optional[str] = None,
        party: Optional[str] = None,
        since: Optional[str] = None,
    ) -> list[str]: ...

def columns(names: list[str], asked: list[tuple[str, str]]) -> list[Optional[int]]: ...
def rows_of_list(list: list[object], date: Optional[str], any_language: bool) -> Rows: ...
def rows_of_table(
    table: object, asked: list[tuple[str, str]], date: Optional[str], any_language: bool
) -> Rows: ...
def rows_of_files(
    paths: list[str], asked: list[tuple[str, str]], date: Optional[str], any_language: bool
) -> Rows: ...
def code(
    rows: Rows,
    actors: list[str],
    ontology: Optional[str],
    threads: Optional[int],
    strict: bool,
    tick: _Tick,
) -> Events: ...
def annotate(
    rows: Rows,
    layers: list[str],
    actors: list[str],
    ontology: Optional[str],
    threads: Optional[int],
    strict: bool,
    tick: _Tick,
) -> tuple[list[str], list[_Passed]]: ...
def check(rows: Rows) -> list[_Passed]: ...
def resolve(
    phrases: list[str], date: Optional[str], country: Optional[str], actors: list[str]
) -> list[str]: ...
def ledger(
    rows: Rows,
    as_of: Optional[str],
    actors: list[str],
    ontology: Optional[str],
    threads: Optional[int],
    strict: bool,
    tick: _Tick,
) -> Ledger: ...
def ledger_of_store(path: str, as_of: Optional[str]) -> Ledger: ...
