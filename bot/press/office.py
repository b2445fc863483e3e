"""The press as one thing: its parts put together on a store and the platforms that run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from bot.model.briefing import Briefing
from bot.ports.clock import Clock
from bot.ports.lineup import LineUpSource
from bot.ports.platform import Platform
from bot.ports.store import Store
from bot.press.answering import Answers
from bot.press.dispatching import Dispatcher
from bot.press.editions import Editions
from bot.press.expanding import Expander
from bot.press.ledger import Ledger
from bot.press.letters import Letters
from bot.press.pinging import Pings
from bot.press.planning import Planner
from bot.press.reconciling import Reconciler
from bot.press.sending import Sender
from bot.press.trouble import Trouble
from bot.press.wires import Wires, wires
from bot.wording import Wording


@dataclass(frozen=True, slots=True)
class Press:
    """What others use of the press."""

    wires: Wires
    editions: Editions
    letters: Letters
    planner: Planner
    dispatcher: Dispatcher
    answers: Answers
    trouble: Trouble


def open_press(
    *,
    store: Store,
    platforms: Iterable[Platform],
    source: LineUpSource,
    briefing: Briefing,
    words: Callable[[str], Wording],
    clock: Clock,
    chance: Callable[[], float],
) -> Press:
    """A press for this briefing. ``words`` gives the wording of a language, ``chance`` numbers in
    [0, 1) for the jitter of pauses. Nothing runs yet: see ``Dispatcher.recover`` and ``run``."""
    words = cache(words)  # a wording is read from its files
    lines = wires(platforms, clock, words(briefing.language), chance)
    editions = Editions(store=store.editions, source=source, clock=clock, briefing=briefing.id)
    letters = Letters(store=store, editions=editions, briefing=briefing, words=words, clock=clock)
    answers = Answers(store=store, wires=lines, clock=clock)
    trouble = Trouble(chats=store.chats, tell=answers.tell_newsroom, words=words(briefing.language))
    sender = Sender(
        store=store,
        wires=lines,
        letters=letters,
        ledger=Ledger(store.deliveries, clock),
        trouble=trouble,
        clock=clock,
        chance=chance,
    )
    dispatcher = Dispatcher(
        store=store,
        wires=lines,
        expander=Expander(store=store, editions=editions, trouble=trouble),
        sender=sender,
        reconciler=Reconciler(store=store, wires=lines, letters=letters, clock=clock),
        pings=Pings(lines, trouble),
        clock=clock,
    )
    planner = Planner(store=store, editions=editions, trouble=trouble, clock=clock, briefing=briefing.id)
    return Press(lines, editions, letters, planner, dispatcher, answers, trouble)
