"""One claimed row brought to its end: given back, concluded, or slot, intent, send and outcome."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from bot.errors import (
    ChatMoved,
    MessageRefused,
    NotAllowed,
    PlatformError,
    StorageDamaged,
    TryLater,
    Unknown,
)
from bot.model.chats import ChatKind, MessageRef
from bot.model.editions import HEADER, Delivery, DeliveryId, DeliveryState
from bot.ports.clock import Clock
from bot.ports.press import Change, Claim
from bot.ports.store import Store
from bot.press import transitions
from bot.press.expanding import stopped
from bot.press.ledger import Ledger
from bot.press.letters import Letter, Letters, Source
from bot.press.limiter import Priority
from bot.press.surface import surface
from bot.press.trouble import Trouble
from bot.press.wires import Wire, Wires, part_key
from bot.text.markup import Message

PATIENCE = 10.0
"""Seconds that a claimed row waits for its chat's own rates; for more it is given back, well within
its lease."""

_log = logging.getLogger(__name__)


class Sender:
    """Delivers rows. One at a time for each chat, as the store claims them."""

    def __init__(
        self,
        *,
        store: Store,
        wires: Wires,
        letters: Letters,
        ledger: Ledger,
        trouble: Trouble,
        clock: Clock,
        chance: Callable[[], float],
    ) -> None:
        """``chance`` gives a number in [0, 1): the jitter of pauses."""
        self._store = store
        self._wires = wires
        self._letters = letters
        self._ledger = ledger
        self._trouble = trouble
        self._clock = clock
        self._chance = chance
        self._sending: set[tuple[DeliveryId, int]] = set()  # rows by their fences

    def is_sending(self, row: Delivery) -> bool:
        """Whether its intent is written, or about to be: to stop now would leave it unknown."""
        return (row.id, row.fence) in self._sending

    async def deliver(self, claim: Claim) -> None:
        """Bring a claimed row to its end. Raises StorageError: its lease will run out."""
        row = claim.delivery
        wire = self._wires[row.chat.platform]
        kind = claim.chat.kind if claim.chat else ChatKind.CLOSED
        pause = wire.limiter.wait(row.chat, kind)
        if pause > PATIENCE:
            await self._give_back(row, pause)
            return
        source, letter = await self._read(claim, wire)
        if source is None or letter is None:
            await self._ledger.settle(transitions.concluded(row, DeliveryState.FAILED, "text-lost"))
        elif change := await self._without_sending(claim, source, letter):
            await self._ledger.settle(change)
        elif pause := wire.breaker.left:
            await self._give_back(row, pause)
        else:
            await self._send(row, wire, kind, letter)

    async def _read(self, claim: Claim, wire: Wire) -> tuple[Source | None, Letter | None]:
        try:
            source = await self._letters.source(claim.promise)
            if source is None:
                return None, None
            paper = surface(wire.platform, claim.chat)
            return source, await self._letters.write(claim.delivery, source, paper, claim.counts)
        except StorageDamaged as error:
            await self._trouble.damaged(error)
            return None, None

    async def _without_sending(self, claim: Claim, source: Source, letter: Letter) -> Change | None:
        """The end of a row that needs no send (any more)."""
        row = claim.delivery
        if source.is_digest and row.position != HEADER:
            first = (await self._letters.rows(row.promise))[0]
            return transitions.concluded(row, first.state, first.reason)
        if reason := stopped(claim.listening):
            return transitions.concluded(row, DeliveryState.SKIPPED, reason)
        if await self._is_too_late(row):
            return transitions.concluded(row, DeliveryState.SKIPPED, "missed")
        if self._trouble.is_hopeless(row, letter):
            return transitions.concluded(row, DeliveryState.FAILED, "refused")
        if row.parts >= len(letter.parts):  # counts in the text have become shorter since
            return transitions.concluded(row, DeliveryState.SENT)
        return None

    async def _is_too_late(self, row: Delivery) -> bool:
        """Whether it has expired; an edition begun is finished, if that is possible within hours."""
        now = self._clock.now()
        if row.expires is None or now < row.expires:
            return False
        if (latest := transitions.latest(row)) and now >= latest:
            return True
        rows = await self._letters.rows(row.promise)
        return not any(other.parts or other.state is DeliveryState.SENT for other in rows)

    async def _send(self, row: Delivery, wire: Wire, kind: ChatKind, letter: Letter) -> None:
        try:
            part = letter.parts[row.parts]
            async with wire.limiter.slot(row.chat, kind, Priority.BULK, broadcast=part.broadcast):
                if pause := wire.breaker.wait():  # others found out while this row waited for its turn
                    await self._give_back(row, pause)
                    return
                self._sending.add((row.id, row.fence))
                if not await self._ledger.intend(row):
                    return
                outcome = await _post(wire, row, part)
            await self._conclude(row, wire, letter, outcome)
        finally:
            self._sending.discard((row.id, row.fence))

    async def _conclude(
        self, row: Delivery, wire: Wire, letter: Letter, outcome: MessageRef | PlatformError
    ) -> None:
        if isinstance(outcome, MessageRef):
            await self._posted(row, wire, letter, outcome)
            return
        _log.info("delivery %d to %s: %s", row.id, row.chat, outcome)
        wire.breaker.heard(outcome)
        now, chance = self._clock.now(), self._chance()
        await self._ledger.settle(transitions.after_error(row, outcome, now, chance))
        await self._consequences(row, wire, letter, outcome)

    async def _posted(self, row: Delivery, wire: Wire, letter: Letter, ref: MessageRef) -> None:
        post = letter.post(row, ref, self._clock.now())
        await self._ledger.settle(transitions.after_sent(row, post, len(letter.parts)))
        wire.breaker.heard(None)
        self._trouble.admitted(row.chat)
        await self._trouble.heard(wire)

    async def _consequences(self, row: Delivery, wire: Wire, letter: Letter, error: PlatformError) -> None:
        """What an error means beyond its row."""
        await self._trouble.heard(wire)
        match error:
            case ChatMoved():  # the row is pending again, under whichever id it is found
                await self._store.chats.move(row.chat, error.to)
            case TryLater():
                wire.limiter.hold(row.chat, error.after)
            case NotAllowed():
                await self._trouble.barred(row.chat)
            case MessageRefused():
                await self._trouble.refused(row, letter)

    async def _give_back(self, row: Delivery, seconds: float) -> None:
        not_before = self._clock.now() + timedelta(seconds=seconds)
        await self._ledger.settle(transitions.released(row, not_before))


async def _post(wire: Wire, row: Delivery, message: Message) -> MessageRef | PlatformError:
    """Send; an error is an outcome too."""
    try:
        return await wire.platform.send(row.chat, message, part_key(row.key, row.parts))
    except PlatformError as error:
        return error
    except Exception:  # noqa: BLE001 a bug of the adapter's: the row must not hang on it
        _log.exception("sending to %s broke", row.chat)
        return Unknown("the adapter broke")
