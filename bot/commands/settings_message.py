"""The settings of a chat as one message, whose buttons change it in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from itertools import groupby

from bot.commands.table import Command
from bot.model.briefing import Briefing
from bot.model.chats import WEEK, Chat, Layout, Order, Subscription, SubscriptionState
from bot.readers.days import day_name
from bot.readers.greeting import subscribe_button
from bot.readers.subscriptions import LARGEST, SMALLEST
from bot.readers.when import next_said, schedule_said
from bot.text.markup import Bold, Button, Message, message, paragraph, row
from bot.wording import Wording

_HOURS_A_ROW = 5  # the narrowest platform's rows hold five
_TOPICS_A_ROW = 3


def settings(
    subscription: Subscription, chat: Chat, briefing: Briefing, now: datetime, words: Wording
) -> Message:
    """What a chat ordered, and buttons to change it."""
    order = subscription.order
    lines = [
        words("settings-schedule", schedule=schedule_said(subscription.schedule, words)),
        words("settings-order", count=order.size, layout=words(f"layout-{order.layout}")),
        words("settings-topics", topics=topics_said(order, words)) if briefing.topics else "",
        words("settings-muted", muted=words.names(order.muted)) if order.muted else "",
        words("settings-silent") if subscription.silent else "",
        words("settings-unshared") if not chat.shares else "",
        next_said(subscription, now, words),
    ]
    title = paragraph(Bold(words("settings-title")))
    return message(title, *(row(line) for line in lines if line)).with_buttons(
        *_buttons(subscription, chat, briefing, words)
    )


def hours_picker(subscription: Subscription, words: Wording) -> Message:
    """A button for each hour of the day: on or off."""
    ordered = {
        hour: list(times) for hour, times in groupby(subscription.schedule.hours, key=lambda at: at.hour)
    }
    buttons = [_hour(time(hour), ordered.get(hour, []), words) for hour in range(24)]
    asked = message(words("pick-hours"), schedule_said(subscription.schedule, words))
    return asked.with_buttons(*_rows([*buttons, _back(words)], _HOURS_A_ROW))


def days_picker(subscription: Subscription, words: Wording) -> Message:
    """A button for each weekday, and for the usual sets."""
    chosen = subscription.schedule.days
    days = [_switch(words.weekday(day), "days", day_name(day), on=day in chosen, words=words) for day in WEEK]
    sets = [Button(words(f"days-button-{name}"), f"days {name}") for name in ("daily", "weekdays", "weekend")]
    asked = message(words("pick-days"), schedule_said(subscription.schedule, words))
    return asked.with_buttons(days[:5], days[5:], sets, (_back(words),))


def topics_picker(subscription: Subscription, briefing: Briefing, words: Wording) -> Message:
    """A button for each topic of the briefing."""
    chosen = subscription.order.topics
    names = [topic.name for topic in briefing.topics]
    topics = [_switch(name, "topics", name, on=name in chosen, words=words) for name in names]
    every = Button(words("topics-all-button"), "topics all")
    said = topics_said(subscription.order, words)
    asked = message(words("pick-topics"), words("settings-topics", topics=said))
    return asked.with_buttons(*_rows(topics, _TOPICS_A_ROW), (every, _back(words)))


def muted_words(subscription: Subscription, words: Wording) -> Message:
    """The muted words, each with a button that ends it."""
    muted = subscription.order.muted
    if not muted:
        return message(words("mute-none")).with_buttons((_back(words),))
    buttons = [Button(words("unmute-button", word=word), f"mute -{word}") for word in muted]
    asked = message(words("mute-list", muted=words.names(muted)))
    return asked.with_buttons(*_rows(buttons, _TOPICS_A_ROW), (_back(words),))


def size_picker(subscription: Subscription, words: Wording) -> Message:
    """How many stories there are at most, and one less or more."""
    size = subscription.order.size
    asked = message(words("stories-how", count=size, low=SMALLEST, high=LARGEST))
    return asked.with_buttons(tuple(_number(size, words)), (_back(words),))


def choice(said: str, command: Command, now: str, words: Wording) -> Message:
    """How a choice stands, and a button for each that there is."""
    (parameter,) = command.parameters
    labels = {value: words(f"{command.name}-button-{value}") for value in parameter.choices}
    labels[now] = words("switched-on", label=labels[now])
    buttons = [Button(label, f"{command.name} {value}") for value, label in labels.items()]
    return message(said).with_buttons(buttons, (_back(words),))


def topics_said(order: Order, words: Wording) -> str:
    """The topics that are wanted."""
    return words.names(order.topics) if order.topics else words("topics-all")


def explained(text: str, words: Wording, *others: Button) -> Message:
    """How to set what no button can: a zone, a language; with other buttons that help."""
    return message(text).with_buttons(others, (_back(words),))


def subscribe_first(words: Wording) -> Message:
    """For a chat that has nothing to set yet."""
    return message(words("subscribe-first")).with_buttons((subscribe_button(words),))


def _buttons(
    subscription: Subscription, chat: Chat, briefing: Briefing, words: Wording
) -> Iterator[Sequence[Button]]:
    order = subscription.order
    yield (
        Button(words("hours-button"), "time"),
        Button(words("days-button"), "days"),
        Button(words("zone-button"), "timezone"),
    )
    yield tuple(_number(order.size, words))
    other = Layout.DIGEST if order.layout is Layout.STORIES else Layout.STORIES
    yield (Button(words(f"layout-button-{other}"), f"layout {other}"), *_topics(briefing, words))
    silent = "off" if subscription.silent else "on"
    sharing = "off" if chat.shares else "on"
    yield (
        Button(words(f"silent-button-{silent}"), f"silent {silent}"),
        Button(words(f"sharing-button-{sharing}"), f"sharing {sharing}"),
    )
    paused = subscription.state is SubscriptionState.PAUSED
    yield (
        Button(words("resume-button"), "resume") if paused else Button(words("pause-button"), "pause"),
        Button(words("unsubscribe-button"), "unsubscribe"),
    )


def _number(size: int, words: Wording) -> Iterator[Button]:
    """Fewer, as many as now, more."""
    if size > SMALLEST:
        yield Button("−", f"stories {size - 1}")
    yield Button(words("stories-count", count=size), "stories")
    if size < LARGEST:
        yield Button("+", f"stories {size + 1}")


def _topics(briefing: Briefing, words: Wording) -> Iterator[Button]:
    if briefing.topics:
        yield Button(words("topics-button"), "topics")
    yield Button(words("muted-button"), "mute")


def _hour(full: time, ordered: Sequence[time], words: Wording) -> Button:
    """An hour that is ordered shows its minutes and is taken off; another is put on."""
    if ordered:
        return _switch(words.hour(ordered[0]), "time", words.hour(ordered[0]), on=True, words=words)
    return _switch(words.hour(full), "time", words.hour(full), on=False, words=words)


def _switch(label: str, command: str, value: str, *, on: bool, words: Wording) -> Button:
    if on:
        return Button(words("switched-on", label=label), f"{command} -{value}")
    return Button(label, f"{command} +{value}")


def _back(words: Wording) -> Button:
    return Button(words("back-button"), "settings")


def _rows(buttons: Sequence[Button], width: int) -> Iterator[Sequence[Button]]:
    for start in range(0, len(buttons), width):
        yield buttons[start : start + width]
