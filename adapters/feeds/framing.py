"""How parent and child speak over pipes: lengths, then JSON, then bytes as they are."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

REQUEST = struct.Struct(">II")  # length of the JSON, length of the document after it
ANSWER = struct.Struct(">I")  # length of the JSON
READY = b"\x01"
"""What a child says once it can take a request."""


def request(job: str, details: dict[str, Any], document: bytes) -> bytes:
    """A request: which job to do with a document, and what it needs to know."""
    head = json.dumps({"job": job, **details}).encode()
    return REQUEST.pack(len(head), len(document)) + head + document


def read_request(stream: BinaryIO) -> tuple[str, dict[str, Any], bytes] | None:
    """The next request; None once the parent is gone or wants no more."""
    lengths = stream.read(REQUEST.size)
    if len(lengths) < REQUEST.size:
        return None
    head_size, document_size = REQUEST.unpack(lengths)
    head, document = stream.read(head_size), stream.read(document_size)
    if len(document) < document_size:
        return None
    details = json.loads(head)
    return details.pop("job"), details, document


def answer(value: dict[str, Any]) -> bytes:
    """An answer: ``{"done": …}`` or ``{"refused": reason}``."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return ANSWER.pack(len(body)) + body
