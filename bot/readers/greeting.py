"""The first thing that a chat hears: what this is, when it comes, and a button to have it."""

from __future__ import annotations

from datetime import datetime

from bot.model.briefing import Briefing
from bot.model.chats import Subscription
from bot.readers.when import next_said, schedule_said
from bot.text.markup import Block, Bold, Button, ButtonStyle, Message, message, paragraph
from bot.wording import Wording


def greeting(briefing: Briefing, plan: Subscription, words: Wording, *, decides: bool) -> Message:
    """For a chat that has no subscription; ``plan`` is the one that it would get. ``decides`` tells
    whether it is said to somebody who decides for the chat, or to all that are in it."""
    plan_said = words(
        "greeting-plan" if decides else "greeting-plan-group",
        schedule=schedule_said(plan.schedule, words),
        count=plan.order.size,
    )
    buttons = (subscribe_button(words), settings_button(words))
    return message(_what(briefing, words), plan_said).with_buttons(buttons)


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


def _what(briefing: Briefing, words: Wording) -> Block:
    lines = (briefing.tagline, words("greeting-what"))
    return paragraph(Bold(briefing.title), "\n" + "\n".join(line for line in lines if line))
