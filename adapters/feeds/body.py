"""Take in a body piece by piece, unpacked, with a cap that a bomb cannot pass."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator
from hashlib import blake2b


class BodyError(Exception):
    """A body that cannot be taken; ``reason`` is a sentence's id."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class _Inflater:
    """Unpacks gzip (several members too), zlib and raw deflate, never more than asked for at once."""

    def __init__(self, coding: str) -> None:
        self._gzip = coding != "deflate"
        self._unpacker = self._start(first=b"")
        self._begun = False

    def _start(self, first: bytes) -> zlib._Decompress:
        if self._gzip:
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        # "deflate" means zlib (RFC 9110, 8.4.1.2), but some servers send it raw.
        is_zlib = len(first) < 2 or (first[0] & 0x0F == 8 and (first[0] << 8 | first[1]) % 31 == 0)  # noqa: PLR2004
        return zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)

    @property
    def finished(self) -> bool:
        return self._unpacker.eof

    def unpack(self, data: bytes, limit: int) -> bytes:
        """What the data unpack to, at most ``limit`` bytes; what is over is dropped."""
        if not self._begun:
            self._unpacker, self._begun = self._start(data), True
        unpacked = bytearray()
        while data and len(unpacked) < limit:
            if self._unpacker.eof:
                if not (self._gzip and data.startswith(b"\x1f\x8b")):
                    break  # padding after the end
                self._unpacker = self._start(data)
            unpacked += self._unpacker.decompress(data, limit - len(unpacked))
            data = self._unpacker.unused_data if self._unpacker.eof else self._unpacker.unconsumed_tail
        return bytes(unpacked)


async def take(
    pieces: AsyncIterator[bytes], coding: str, cap: int, *, cut: bool = False
) -> tuple[bytes, str]:
    """The unpacked body and its fingerprint.

    ``coding`` is the Content-Encoding, ``cap`` the most bytes that it may have, both packed (what
    unpacks to nothing may be endless too) and unpacked. Raises BodyError for one that is larger,
    unless ``cut`` says that then its beginning will do, and for one that is packed in another way
    than we asked for, or broken off.
    """
    coding = coding.strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise BodyError("feed-error-encoding", coding[:40])
    inflater = _Inflater(coding) if coding not in ("", "identity") else None
    body, digest, packed = bytearray(), blake2b(digest_size=16), 0
    try:
        async for piece in pieces:
            packed += len(piece)
            plain = inflater.unpack(piece, cap + 1 - len(body)) if inflater else piece
            is_over = max(packed, len(body) + len(plain)) > cap
            if is_over and not cut:
                raise BodyError("feed-error-too-large", f"{cap / 1_000_000:g}")
            plain = plain[: cap - len(body)]
            body += plain
            digest.update(plain)
            if is_over:
                return bytes(body), digest.hexdigest()
    except zlib.error:
        raise BodyError("feed-error-encoding", coding) from None
    if inflater and body and not inflater.finished:
        raise BodyError("feed-error-connection")
    return bytes(body), digest.hexdigest()
