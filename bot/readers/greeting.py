"""The first thing that a chat hears: what this is, when it comes, and a button to have it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.model.briefing import Briefing
from bot.model.chats import Chat, Subscription
from bot.readers.when import next_said, schedule_said
from bot.text.clean import clean
from bot.text.markup import Block, Bold, Button, ButtonStyle, Message, message, paragraph
from bot.wording import Wording

_LONGEST_TITLE = 60


def greeting(
    briefing: Briefing, plan: Subscription, words: Wording, *, decides: bool, privately: str | None = None
) -> Message:
    """For a chat that has no subscription; ``plan`` is the one that it would get. ``decides`` tells
    whether it is said to somebody who decides for the chat, or to all that are in it; ``privately``
    is the address at which it can be set up without the others."""
    plan_said = _plan("greeting-plan" if decides else "greeting-plan-group", plan, words)
    buttons = (subscribe_button(words), settings_button(words))
    private = (manage_button(privately, words),) if privately else ()
    return message(_what(briefing, words), plan_said).with_buttons(buttons, private)


def greeting_from_afar(briefing: Briefing, plan: Subscription, words: Wording) -> Message:
    """For whoever let us into the chat of the plan, said to them elsewhere."""
    chat = plan.chat.id
    subscribe = Button(words("subscribe-button"), f"subscribe {chat}", style=ButtonStyle.PRIMARY)
    set_up = Button(words("set-up-button"), f"manage {chat}")
    said = message(_what(briefing, words), _plan("greeting-plan", plan, words))
    return said.with_buttons((subscribe, set_up))


def for_chat(chat: Chat, said: Message, words: Wording) -> Message:
    """The message with the chat that it is about, said elsewhere."""
    title = clean(chat.title, _LONGEST_TITLE) or chat.ref.id
    return replace(said, blocks=(paragraph(words("at-chat", title=title)), *said.blocks))


def introduction(briefing: Briefing, words: Wording) -> Message:
    """For somebody who does not decide for the chat: nothing to decide."""
    return message(_what(briefing, words)).with_buttons((today_button(words),))


def greeting_again(briefing: Briefing, subscription: Subscription, now: datetime, words: Wording) -> Message:
    """For a chat that has its subscription."""
    said = words(
        "greeting-subscribed",
        schedule=schedule_said(subscription.schedule, words),
        next=next_said(subscription, now, words),
    )
    return message(_what(briefing, words), said).with_buttons((today_button(words), settings_button(words)))


def subscribe_button(words: Wording) -> Button:
    """Subscribes the chat where it is pressed."""
    return Button(words("subscribe-button"), "subscribe", style=ButtonStyle.PRIMARY)


def today_button(words: Wording) -> Button:
    """Shows the line-up as it stands."""
    return Button(words("today-button"), "today")


def settings_button(words: Wording) -> Button:
    """Shows all that can be set."""
    return Button(words("settings-button"), "settings")


def manage_button(address: str, words: Wording) -> Button:
    """Leads into a private chat where this one is set up."""
    return Button(words("manage-button"), url=address)


def _plan(sentence: str, plan: Subscription, words: Wording) -> str:
    return words(sentence, schedule=schedule_said(plan.schedule, words), count=plan.order.size)


def _what(briefing: Briefing, words: Wording) -> Block:
    lines = (briefing.tagline, words("greeting-what"))
    return paragraph(Bold(briefing.title), "\n" + "\n".join(line for line in lines if line))
