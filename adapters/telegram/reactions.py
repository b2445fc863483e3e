"""Reactions on Telegram: a person's, and how many there are of people who stay unnamed.

Telegram does not say in which topic of a forum the message stands: its reference is the group's.
"""

from __future__ import annotations

from collections.abc import Sequence

import telegram

from adapters.telegram.people import identity, person
from adapters.telegram.places import place, reference
from bot.model.events import Arrival, Reacted, Tallied
from bot.text.clean import clean

_STAR = "⭐"


def reacted(update: telegram.MessageReactionUpdated, key: str) -> Reacted | None:
    """Somebody's reactions to a message; None if it was a bot."""
    if update.actor_chat is not None:
        who = identity(update.actor_chat)
    elif update.user is None:
        raise ValueError("a reaction of nobody")
    elif update.user.is_bot:
        return None
    else:
        who = person(update.user)
    chat = place(update.chat)
    return Reacted(Arrival(key, chat, who), reference(chat, update.message_id), _names(update.new_reaction))


def tallied(update: telegram.MessageReactionCountUpdated, key: str) -> Tallied:
    """How many reactions a message has now; the chat itself stands for those who gave them."""
    chat = place(update.chat)
    counts = tuple((_name(count.type), int(count.total_count)) for count in update.reactions)
    return Tallied(Arrival(key, chat, identity(update.chat)), reference(chat, update.message_id), counts)


def _names(reactions: Sequence[telegram.ReactionType]) -> tuple[str, ...]:
    return tuple(_name(reaction) for reaction in reactions)


def _name(reaction: telegram.ReactionType) -> str:
    """The emoji itself, ``custom:<id>`` for one that somebody drew; of a kind yet unknown its name."""
    match reaction:
        case telegram.ReactionTypeEmoji():
            return clean(str(reaction.emoji))
        case telegram.ReactionTypeCustomEmoji():
            return clean(f"custom:{reaction.custom_emoji_id}")
        case telegram.ReactionTypePaid():
            return _STAR
        case _:
            return clean(str(reaction.type))
