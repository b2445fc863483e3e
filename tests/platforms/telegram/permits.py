"""Whether the bot may do something in a chat, and how Telegram says that it may not."""

from __future__ import annotations

from tests.platforms.telegram.places import GENERAL, Kind, Message, Place, Status, Topic
from tests.platforms.telegram.refusals import bad, forbidden
from tests.platforms.telegram.world import World


def enter(world: World, place: Place) -> None:
    """Raises Refused where the bot is not."""
    status = place.member(world.bot).status
    if place.kind is Kind.PRIVATE and place.id not in place.members:
        raise forbidden("user is deactivated")
    if status.inside:
        return
    if place.kind is not Kind.PRIVATE:
        how = "bot was kicked from" if status is Status.KICKED else "bot is not a member of"
        raise forbidden(f"{how} the {place.kind} chat")
    if status is Status.KICKED:
        raise forbidden("bot was blocked by the user")
    raise forbidden("bot can't initiate conversation with a user")


def send(world: World, place: Place, topic: Topic | None) -> None:
    """Raises Refused where the bot may not write."""
    enter(world, place)
    being = place.member(world.bot)
    if place.kind is Kind.CHANNEL and "post_messages" not in being.rights:
        raise bad("need administrator rights in the channel chat")
    if being.status is Status.RESTRICTED and not being.may_send:
        raise bad("not enough rights to send text messages to the chat")
    if topic is not None and topic.closed and "manage_topics" not in being.rights:
        raise bad("TOPIC_CLOSED")


def topic(place: Place, thread: int | None) -> Topic | None:
    """The topic that a ``message_thread_id`` names; in a forum nothing names General."""
    if not place.forum:
        if thread is not None and not _has_thread(place, thread):
            raise bad("message thread not found")
        return None
    found = place.topics.get(thread or GENERAL)
    if found is None or found.deleted or thread == GENERAL:
        raise bad("message thread not found")
    return found


def _has_thread(place: Place, thread: int) -> bool:
    return thread in place.messages or any(each.thread == thread for each in place.messages.values())


def own(world: World, message: Message | None, what: str) -> Message:
    """A message of the bot; raises Refused for another, or none."""
    if message is None:
        raise bad(f"message to {what} not found")
    may_edit = "edit_messages" in message.place.member(world.bot).rights
    if not (message.by_bot or (message.place.kind is Kind.CHANNEL and may_edit)):
        raise bad(f"message can't be {what}ed")
    return message
