"""How Telegram refuses a call: the code, the words, and what a client may read from them."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A call that is answered with an error; ``parameters`` are ``retry_after``, ``migrate_to_chat_id``."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    @property
    def body(self) -> dict[str, Any]:
        """The answer as it goes over the wire."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad(why: str) -> Refused:
    """A request that can never succeed as it is."""
    return Refused(400, f"Bad Request: {why}")


def forbidden(why: str) -> Refused:
    """A request that the chat does not let through."""
    return Refused(403, f"Forbidden: {why}")


def conflict(why: str) -> Refused:
    """Two ways of taking updates at once."""
    return Refused(409, f"Conflict: {why}")


def too_many(seconds: int) -> Refused:
    """Too fast: nothing was done, try again in so many seconds."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


UNAUTHORIZED = Refused(401, "Unauthorized")
NOT_FOUND = Refused(404, "Not Found")
