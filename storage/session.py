"""How the nouns talk to a database: a session, the transactions around it, the hooks at a commit."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

T = TypeVar("T")
P = ParamSpec("P")
N = TypeVar("N", bound="Noun")

Params = Mapping[str, object]


class Row(Protocol):
    """One row of an answer, by column name or position."""

    def __getitem__(self, key: str | int, /) -> Any: ...  # noqa: ANN401 - a column is what its statement says

    def __iter__(self) -> Iterator[Any]: ...

    def keys(self) -> Sequence[str]: ...


class Session(Protocol):
    """One transaction. Parameters are named (``:name``); text in them is scrubbed of what
    PostgreSQL refuses (NUL, lone surrogates become U+FFFD).

    Statements are written once for SQLite and PostgreSQL. What has to differ is marked in the
    statement's text: ``/* postgresql: ... */`` names the other form. A list is one parameter in
    JSON, taken apart by ``json_each(:list)``; there PostgreSQL has ``jsonb_array_elements_text``.
    """

    async def rows(self, sql: str, params: Params = ...) -> Sequence[Row]: ...

    async def row(self, sql: str, params: Params = ...) -> Row | None: ...

    async def run(self, sql: str, params: Params = ...) -> int:
        """How many rows the statement changed."""
        ...

    async def run_many(self, sql: str, params: Iterable[Params]) -> int:
        """Run a statement for each of these, in one go; how many rows that changed."""
        ...

    def now(self) -> int:
        """The database's own clock, Unix milliseconds: leases are measured by it."""
        ...


Work = Callable[[Session], Coroutine[Any, Any, T]]


class Transactions(Protocol):
    """A database. A work awaits nothing but its session, for a whole batch of works may share a
    thread and a transaction."""

    async def read(self, work: Work[T]) -> T:
        """Run a work that changes nothing, on what was committed."""
        ...

    async def write(self, work: Work[T], name: str) -> T:
        """Run a work, all or nothing; returns once it is committed. ``name`` is for the hooks."""
        ...


class CommitHooks(Protocol):
    """Called around each commit with the names of the works in it, on the database's thread.

    A hook that raises is a crash at this point: the database does nothing more, as if the
    process were dead. Tests of recovery stop the program there.
    """

    def before(self, names: Sequence[str]) -> None: ...

    def after(self, names: Sequence[str]) -> None: ...


class NoHooks:
    """The hooks of everyday."""

    def before(self, names: Sequence[str]) -> None:
        """Nothing."""

    def after(self, names: Sequence[str]) -> None:
        """Nothing."""


class Noun:
    """The store of one noun; each public method of a noun is one transaction."""

    def __init__(self, database: Transactions) -> None:
        self.database = database


def reading(
    method: Callable[Concatenate[N, Session, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[N, P], Coroutine[Any, Any, T]]:
    """Make a noun's method that takes a session one reading transaction of its own."""

    @wraps(method)
    async def transaction(noun: N, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await noun.database.read(lambda session: method(noun, session, *args, **kwargs))

    return transaction


def writing(
    method: Callable[Concatenate[N, Session, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[N, P], Coroutine[Any, Any, T]]:
    """Make a noun's method that takes a session one writing transaction of its own."""

    @wraps(method)
    async def transaction(noun: N, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await noun.database.write(
            lambda session: method(noun, session, *args, **kwargs), method.__qualname__
        )

    return transaction
