"""The state machine of a delivery: what each outcome makes of its row. Nothing else decides it.

::

    pending -> claimed -> sending -> sent
       ^          |          |-> pending    certainly not sent
       |__________|          |-> failed     a dead letter, with its reason
       |                     `-> ambiguous  outcome unknown
       |__________________________|  once;  the second time -> failed

An opening that fails takes its stories along, for they mean nothing without it; only where it may have
been posted they follow. Where a chat cannot be written to any more, what still waits of its edition is
skipped.

``claimed`` and ``sending`` are entered by the store itself, under a fence and a lease. A row may only
return from ``sending`` to ``pending`` on evidence that nothing was posted.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.errors import (
    ChatGone,
    ChatMoved,
    MessageRefused,
    NotAllowed,
    OutOfReach,
    PlatformDown,
    PlatformError,
    TryLater,
)
from bot.model.chats import ChatState
from bot.model.editions import HEADER, Delivery, DeliveryState, Post
from bot.ports.press import Change

MAX_ATTEMPTS = 6
"""So many definite failures make a dead letter."""

MAX_AMBIGUITIES = 2
"""The first unknown outcome is sent once more, for a briefing is better twice than never; the second
parks the row."""

FINISH = timedelta(hours=6)
"""An edition begun is finished within so much time after it would have expired."""

_SHORTEST = 1.0  # seconds of backoff
_LONGEST = 60.0
_FIRST_CEILING = 4.0

_UNSETTLED = (
    DeliveryState.PENDING,
    DeliveryState.CLAIMED,
    DeliveryState.SENDING,
    DeliveryState.AMBIGUOUS,
)


def after_sent(delivery: Delivery, post: Post, of_parts: int) -> Change:
    """A part was posted: sent, or pending again for the next part.

    It holds whatever became of the row meanwhile, for the post is evidence.
    """
    parts = post.part + 1
    whole = parts >= of_parts
    return Change(
        delivery.id,
        expects=_UNSETTLED,
        state=DeliveryState.SENT if whole else DeliveryState.PENDING,
        post=post,
        parts=parts,
    )


def after_error(delivery: Delivery, error: PlatformError, now: datetime, chance: float) -> Change:
    """What a platform's error means for the row that was being sent; ``chance`` is in [0, 1)."""
    match error:
        case ChatGone():
            return _unreachable(delivery, "chat-gone", ChatState.ASLEEP)
        case NotAllowed():
            return _unreachable(delivery, "not-allowed", ChatState.BARRED)
        case MessageRefused():
            return _failed(delivery, "refused")
        case TryLater():
            return _postponed(delivery, now, max(error.after, backoff(delivery.attempts, chance)))
        case ChatMoved() | PlatformDown() | OutOfReach():  # no fault of the row's: it is not counted
            return _from_sending(delivery, DeliveryState.PENDING)
        case _:
            return unsure(delivery)


def backoff(attempts: int, chance: float) -> float:
    """Seconds to wait after so many failures before: full jitter under a ceiling that doubles
    up to a minute."""
    ceiling = min(_LONGEST, _FIRST_CEILING * (1 << attempts))
    return _SHORTEST + (ceiling - _SHORTEST) * chance


def swept(delivery: Delivery) -> Change:
    """Its holder is dead: what was claimed was not sent, what was being sent may have been."""
    if delivery.state is DeliveryState.CLAIMED:
        return released(delivery)
    return unsure(delivery)


def unsure(delivery: Delivery) -> Change:
    """Whether it was posted is not known."""
    return _from_sending(
        delivery, DeliveryState.AMBIGUOUS, reason="unknown", ambiguities=delivery.ambiguities + 1
    )


def released(delivery: Delivery, not_before: datetime | None = None) -> Change:
    """Its holder gives a claimed row back; nothing was written to a socket."""
    return Change(
        delivery.id,
        expects=(DeliveryState.CLAIMED,),
        state=DeliveryState.PENDING,
        fence=delivery.fence,
        not_before=not_before,
    )


def not_found(delivery: Delivery) -> Change:
    """An unknown outcome turned out: certainly nothing was posted."""
    return Change(delivery.id, expects=(DeliveryState.AMBIGUOUS,), state=DeliveryState.PENDING)


def untold(delivery: Delivery) -> Change:
    """An unknown outcome that nobody can tell: sent once more, or parked among the dead letters."""
    parked = delivery.ambiguities >= MAX_AMBIGUITIES
    return Change(
        delivery.id,
        expects=(DeliveryState.AMBIGUOUS,),
        state=DeliveryState.FAILED if parked else DeliveryState.PENDING,
        reason="unknown" if parked else None,
    )


def concluded(delivery: Delivery, state: DeliveryState, reason: str | None = None) -> Change:
    """A claimed row ends without a send: it is too late, is known to be refused, or went with
    the message of its digest."""
    return Change(
        delivery.id,
        expects=(DeliveryState.CLAIMED,),
        state=state,
        fence=delivery.fence,
        reason=reason,
        others=_others(delivery) if state is DeliveryState.FAILED else None,
    )


def broken(delivery: Delivery) -> tuple[Change, Change]:
    """A bug of ours ended the work on a row: it failed, or if it was being sent nobody knows."""
    return concluded(delivery, DeliveryState.FAILED, "broke"), unsure(delivery)


def requeued(delivery: Delivery) -> Change:
    """An editor wants a dead letter sent after all: it starts anew."""
    return Change(
        delivery.id,
        expects=(DeliveryState.FAILED,),
        state=DeliveryState.PENDING,
        attempts=0,
        ambiguities=0,
    )


def dropped(delivery: Delivery) -> Change:
    """An editor gives a dead letter up."""
    return Change(delivery.id, (DeliveryState.FAILED,), DeliveryState.SKIPPED, reason="dropped")


def may_expire(delivery: Delivery) -> bool:
    """An edition begun is finished, if that is possible within ``FINISH``: in the hours before that
    only its first message can come too late."""
    return delivery.position == HEADER and not delivery.parts


def latest(delivery: Delivery) -> datetime | None:
    """Until when a row may go out; None: at any time."""
    if delivery.expires is None or may_expire(delivery):
        return delivery.expires
    return delivery.expires + FINISH


def _postponed(delivery: Delivery, now: datetime, wait: float) -> Change:
    attempts = delivery.attempts + 1
    again = now + timedelta(seconds=wait)
    if attempts >= MAX_ATTEMPTS:
        return _failed(delivery, "tried-enough", attempts=attempts)
    if may_expire(delivery) and delivery.expires is not None and again > delivery.expires:
        missed = _from_sending(delivery, DeliveryState.SKIPPED, reason="missed", attempts=attempts)
        return replace(missed, others=DeliveryState.SKIPPED)
    return _from_sending(delivery, DeliveryState.PENDING, attempts=attempts, not_before=again)


def _failed(delivery: Delivery, reason: str, attempts: int | None = None) -> Change:
    change = _from_sending(delivery, DeliveryState.FAILED, reason=reason, attempts=attempts)
    return replace(change, others=_others(delivery))


def _unreachable(delivery: Delivery, reason: str, chat: ChatState) -> Change:
    change = _from_sending(delivery, DeliveryState.FAILED, reason=reason)
    return replace(change, chat=chat, others=DeliveryState.SKIPPED)


def _others(failed: Delivery) -> DeliveryState | None:
    """What becomes of the other rows of its edition."""
    return DeliveryState.FAILED if may_expire(failed) else None


def _from_sending(
    delivery: Delivery,
    state: DeliveryState,
    *,
    reason: str | None = None,
    attempts: int | None = None,
    ambiguities: int | None = None,
    not_before: datetime | None = None,
) -> Change:
    return Change(
        delivery.id,
        expects=(DeliveryState.SENDING,),
        state=state,
        fence=delivery.fence,
        reason=reason,
        attempts=attempts,
        ambiguities=ambiguities,
        not_before=not_before,
    )
