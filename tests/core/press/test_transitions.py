"""The state machine of a delivery: every row of its table, and what no path may do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.errors import (
    ChatGone,
    ChatMoved,
    MessageRefused,
    NotAllowed,
    PlatformDown,
    PlatformError,
    TryLater,
    Unknown,
)
from bot.model.chats import ChatRef, ChatState
from bot.model.editions import Delivery, DeliveryId, DeliveryState, Post, PostKind, PromiseId
from bot.model.news import StoryId
from bot.ports.press import Change
from bot.press import transitions

PENDING, CLAIMED, SENDING, SENT, AMBIGUOUS, FAILED, SKIPPED = (
    DeliveryState.PENDING,
    DeliveryState.CLAIMED,
    DeliveryState.SENDING,
    DeliveryState.SENT,
    DeliveryState.AMBIGUOUS,
    DeliveryState.FAILED,
    DeliveryState.SKIPPED,
)
CHAT = ChatRef("fake", "1")
NOW = datetime(2026, 2, 2, 7, tzinfo=UTC)
ROW = Delivery(
    DeliveryId(1),
    PromiseId(1),
    CHAT,
    1,
    StoryId("k7"),
    "key",
    SENDING,
    fence=3,
    expires=NOW + timedelta(hours=6),
)

HEADER = replace(ROW, position=0, story=None)


def post(part: int = 0) -> Post:
    return Post(CHAT, "9", PostKind.STORY, StoryId("k7"), ROW.id, part)


def after(error: PlatformError, row: Delivery = ROW, chance: float = 0.5) -> Change:
    return transitions.after_error(row, error, NOW, chance)


@pytest.mark.parametrize(
    ("change", "expects", "to", "fenced"),
    [
        (transitions.after_sent(ROW, post(), 1), {PENDING, CLAIMED, SENDING, AMBIGUOUS}, SENT, False),
        (transitions.after_sent(ROW, post(), 2), {PENDING, CLAIMED, SENDING, AMBIGUOUS}, PENDING, False),
        (transitions.after_sent(ROW, post(1), 2), {PENDING, CLAIMED, SENDING, AMBIGUOUS}, SENT, False),
        (after(TryLater(5)), {SENDING}, PENDING, True),
        (after(ChatMoved(ChatRef("fake", "2"))), {SENDING}, PENDING, True),
        (after(PlatformDown("revoked")), {SENDING}, PENDING, True),
        (after(ChatGone()), {SENDING}, FAILED, True),
        (after(NotAllowed()), {SENDING}, FAILED, True),
        (after(MessageRefused()), {SENDING}, FAILED, True),
        (after(Unknown()), {SENDING}, AMBIGUOUS, True),
        (after(PlatformError()), {SENDING}, AMBIGUOUS, True),
        (transitions.swept(ROW), {SENDING}, AMBIGUOUS, True),
        (transitions.swept(replace(ROW, state=CLAIMED)), {CLAIMED}, PENDING, True),
        (transitions.released(replace(ROW, state=CLAIMED)), {CLAIMED}, PENDING, True),
        (transitions.not_found(ROW), {AMBIGUOUS}, PENDING, False),
        (transitions.untold(replace(ROW, ambiguities=1)), {AMBIGUOUS}, PENDING, False),
        (transitions.untold(replace(ROW, ambiguities=2)), {AMBIGUOUS}, FAILED, False),
        (transitions.concluded(ROW, SKIPPED, "missed"), {CLAIMED}, SKIPPED, True),
        (transitions.requeued(ROW), {FAILED}, PENDING, False),
    ],
)
def test_each_row_of_the_table(
    change: Change, expects: set[DeliveryState], to: DeliveryState, *, fenced: bool
) -> None:
    assert set(change.expects) == expects
    assert change.state is to
    assert change.fence == (ROW.fence if fenced else None)


@pytest.mark.parametrize(
    ("error", "reason", "chat"),
    [
        (ChatGone(), "chat-gone", ChatState.ASLEEP),
        (NotAllowed(), "not-allowed", ChatState.BARRED),
        (MessageRefused(), "refused", None),
    ],
)
def test_a_permanent_error_says_why_and_what_became_of_the_chat(
    error: PlatformError, reason: str, chat: ChatState | None
) -> None:
    change = after(error)
    assert (change.reason, change.chat) == (reason, chat)


def test_evidence_counts_the_part() -> None:
    assert transitions.after_sent(ROW, post(1), 3).parts == 2


def test_trying_later_waits_as_long_as_asked_for_at_least() -> None:
    assert after(TryLater(300)).not_before == NOW + timedelta(seconds=300)
    assert after(TryLater(0), chance=0.0).not_before == NOW + timedelta(seconds=1)


@given(st.integers(0, 5), st.floats(0, 1, exclude_max=True))
def test_pauses_are_jittered_between_a_second_and_a_minute(attempts: int, chance: float) -> None:
    assert 1 <= transitions.backoff(attempts, chance) <= 60
    assert transitions.backoff(attempts, chance) <= transitions.backoff(attempts + 1, chance)


def test_the_sixth_definite_failure_is_the_last() -> None:
    fifth = after(TryLater(0), replace(ROW, attempts=4))
    assert (fifth.state, fifth.attempts) == (PENDING, 5)
    sixth = after(TryLater(0), replace(ROW, attempts=5))
    assert (sixth.state, sixth.attempts, sixth.reason) == (FAILED, 6, "tried-enough")


def test_with_a_header_that_could_only_go_too_late_its_edition_is_missed() -> None:
    header = replace(HEADER, expires=NOW + timedelta(seconds=10))
    assert after(TryLater(9), header, chance=0.0).state is PENDING
    missed = after(TryLater(11), header, chance=0.0)
    assert (missed.state, missed.reason, missed.others) == (SKIPPED, "missed", SKIPPED)


@pytest.mark.parametrize("error", [MessageRefused(), TryLater(0)], ids=["refused", "the sixth failure"])
def test_an_opening_that_fails_takes_its_stories_along_and_a_story_none(error: PlatformError) -> None:
    change = after(error, replace(HEADER, attempts=5))
    assert (change.state, change.others) == (FAILED, FAILED)
    assert after(error, replace(HEADER, attempts=5, parts=1)).others is None
    assert after(error, replace(ROW, attempts=5)).others is None
    assert transitions.concluded(HEADER, FAILED, "refused").others is FAILED
    assert transitions.concluded(HEADER, SKIPPED, "missed").others is None


@pytest.mark.parametrize("row", [ROW, replace(ROW, position=0, story=None)])
@pytest.mark.parametrize("error", [ChatGone(), NotAllowed()])
def test_where_a_chat_cannot_be_written_to_the_rest_of_its_edition_is_skipped(
    error: PlatformError, row: Delivery
) -> None:
    assert after(error, row).others is SKIPPED


def test_an_opening_that_may_have_been_posted_takes_nothing_along() -> None:
    assert transitions.untold(replace(HEADER, state=AMBIGUOUS, ambiguities=2)).others is None


def test_an_edition_begun_is_finished_in_the_hours_after_it_expired() -> None:
    assert after(TryLater(11), replace(ROW, expires=NOW)).state is PENDING
    assert transitions.latest(replace(ROW, expires=NOW)) == NOW + transitions.FINISH
    assert transitions.latest(replace(HEADER, expires=NOW)) == NOW
    assert transitions.latest(replace(ROW, expires=None)) is None


def test_a_bug_of_ours_is_a_dead_letter_unless_the_row_was_being_sent() -> None:
    failed, unsure = transitions.broken(ROW)
    assert (failed.expects, failed.state, failed.reason) == ((CLAIMED,), FAILED, "broke")
    assert (unsure.expects, unsure.state) == ((SENDING,), AMBIGUOUS)


def test_what_is_no_fault_of_the_row_is_not_counted() -> None:
    for error in (PlatformDown("revoked"), ChatMoved(ChatRef("fake", "2"))):
        assert after(error).attempts is None


def test_an_editor_starts_a_dead_letter_anew() -> None:
    change = transitions.requeued(replace(ROW, state=FAILED, attempts=6, ambiguities=2))
    assert (change.attempts, change.ambiguities) == (0, 0)


# No path that is not allowed


def applied(row: Delivery, change: Change) -> Delivery:
    """The row as a store makes it of a change: see the port."""
    assert row.state in change.expects
    assert change.fence in (None, row.fence)
    return replace(
        row,
        state=change.state,
        parts=max(row.parts, change.parts or 0),
        attempts=row.attempts if change.attempts is None else change.attempts,
        ambiguities=row.ambiguities if change.ambiguities is None else change.ambiguities,
        reason=change.reason,
    )


@dataclass
class Copies:
    """How often the part under way stands in the chat, and how often it could have been posted
    without anybody knowing."""

    posted: int = 0
    blind: int = 0


class Life(RuleBasedStateMachine):
    """One delivery of one or two parts through every outcome in every order, crashes included."""

    @initialize(parts=st.integers(1, 2), finds=st.booleans())
    def start(self, parts: int, *, finds: bool) -> None:
        self.row = replace(ROW, state=PENDING, fence=0)
        self.of_parts = parts
        self.finds = finds
        self.copies = Copies()
        self.resent_blind = 0

    @precondition(lambda self: self.row.state is PENDING)
    @rule()
    def claim(self) -> None:
        self.row = replace(self.row, state=CLAIMED, fence=self.row.fence + 1)

    @precondition(lambda self: self.row.state is CLAIMED)
    @rule()
    def intend(self) -> None:
        self.row = replace(self.row, state=SENDING)

    @precondition(lambda self: self.row.state is CLAIMED)
    @rule()
    def crash_before_the_intent(self) -> None:
        self.row = applied(self.row, transitions.swept(self.row))
        assert self.row.state is PENDING

    @precondition(lambda self: self.row.state is SENDING)
    @rule()
    def answered(self) -> None:
        self.copies.posted += 1
        self._evidence()

    @precondition(lambda self: self.row.state is SENDING)
    @rule(posted=st.booleans(), crash=st.booleans())
    def outcome_unknown(self, *, posted: bool, crash: bool) -> None:
        self.copies.posted += posted
        self.copies.blind += 1
        change = transitions.swept(self.row) if crash else after(Unknown(), self.row)
        self.row = applied(self.row, change)
        assert self.row.state is AMBIGUOUS

    @precondition(lambda self: self.row.state is SENDING)
    @rule(error=st.sampled_from([TryLater(1), PlatformDown("revoked"), ChatMoved(CHAT)]))
    def certainly_not_sent(self, error: PlatformError) -> None:
        self.row = applied(self.row, after(error, self.row))
        assert self.row.state in (PENDING, FAILED)

    @precondition(lambda self: self.row.state is SENDING)
    @rule(error=st.sampled_from([ChatGone(), NotAllowed(), MessageRefused()]))
    def permanent(self, error: PlatformError) -> None:
        self.row = applied(self.row, after(error, self.row))
        assert self.row.state is FAILED

    @precondition(lambda self: self.row.state is AMBIGUOUS)
    @rule()
    def reconcile(self) -> None:
        if not self.finds:
            self.row = applied(self.row, transitions.untold(self.row))
            self.resent_blind += self.row.state is PENDING
        elif self.copies.posted:
            self._evidence()
        else:
            self.row = applied(self.row, transitions.not_found(self.row))

    @precondition(lambda self: self.row.state in (SENT, FAILED))
    @rule()
    def it_is_over(self) -> None:
        """Nothing takes it up again but an editor's command."""
        for change in (
            transitions.swept(self.row),
            transitions.untold(self.row),
            transitions.not_found(self.row),
        ):
            assert self.row.state not in change.expects

    def _evidence(self) -> None:
        found = post(self.row.parts)
        self.row = applied(self.row, transitions.after_sent(self.row, found, self.of_parts))
        assert self.copies.posted >= 1
        self.copies = Copies()

    @invariant()
    def at_most_one_blind_resend(self) -> None:
        assert self.resent_blind <= 1

    @invariant()
    def doubled_at_most_once_and_never_where_one_can_look(self) -> None:
        if self.finds:
            assert self.copies.posted <= 1
        assert self.copies.posted <= 2

    @invariant()
    def sent_means_every_part_and_dead_means_a_reason(self) -> None:
        if self.row.state is SENT:
            assert self.row.parts == self.of_parts
        if self.row.state is FAILED:
            assert self.row.reason


Life.TestCase.settings = settings(max_examples=200, stateful_step_count=30, deadline=None)
TestLife = Life.TestCase
