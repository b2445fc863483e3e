"""The methods that change what is in a chat: send, edit, delete, react, answer a press."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from aiohttp import web

from tests.platforms.telegram import keyboards, permits, shapes, texts
from tests.platforms.telegram.emoji import REACTIONS
from tests.platforms.telegram.places import Document, Kind, Message, Place, Topic
from tests.platforms.telegram.rates import Rates
from tests.platforms.telegram.refusals import bad
from tests.platforms.telegram.world import World

Params = Mapping[str, Any]

DELETABLE = timedelta(hours=48)
_LONGEST_ALERT = 200
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


def send_message(world: World, rates: Rates, params: Params) -> object:
    place, topic = _to_send(world, params)
    body = texts.read(params["text"], params.get("parse_mode"), params.get("entities", ()))
    return _sent(world, rates, params, Message(place, None, body, topic=topic))


def send_document(world: World, rates: Rates, params: Params) -> object:
    place, topic = _to_send(world, params)
    form = params.get("parse_mode"), params.get("caption_entities", ())
    message = Message(place, None, texts.caption(params.get("caption", ""), *form), topic=topic)
    message.document = _document(params["document"])
    return _sent(world, rates, params, message)


def _to_send(world: World, params: Params) -> tuple[Place, Topic | None]:
    """Where a message is to be sent; raises Refused where that cannot be."""
    place = world.find(params["chat_id"])
    topic = permits.topic(place, params.get("message_thread_id"))
    permits.send(world, place, topic)
    return place, topic


def _document(given: object) -> Document:
    """The file as it came with the form. Telegram refuses an empty one."""
    if not isinstance(given, web.FileField):
        raise bad("wrong file identifier/HTTP URL specified")
    content = given.file.read()
    if not content:
        raise bad("file must be non-empty")
    return Document(given.filename, given.content_type, content)


def _sent(world: World, rates: Rates, params: Params, message: Message) -> object:
    """Post what is made of a message but the things that all messages have."""
    place, topic, markup = message.place, message.topic, params.get("reply_markup")
    keyboards.check(markup, place)
    answered = _answered(place, params.get("reply_parameters"))
    rates.send(place, paid=params.get("allow_paid_broadcast", False))
    channel = place.kind is Kind.CHANNEL
    message.sender, message.speaker = (None, place) if channel else (world.bot, None)
    message.reply_to = answered
    message.thread = None if topic else params.get("message_thread_id")
    message.markup = markup
    message.preview = params.get("link_preview_options")
    message.silent = params.get("disable_notification", False)
    message.by_bot = True
    world.write(message)
    world.sent.append(message)
    return shapes.message(message, world.users)


def edit_message_text(world: World, rates: Rates, params: Params) -> object:
    message = _to_edit(world, params)
    if message.document is not None:
        raise bad("there is no text in the message to edit")
    body = texts.read(params.get("text", ""), params.get("parse_mode"), params.get("entities", ()))
    return _edited(world, rates, message, body, params)


def edit_message_reply_markup(world: World, rates: Rates, params: Params) -> object:
    message = _to_edit(world, params)
    return _edited(world, rates, message, message.body, params)


def delete_message(world: World, _: Rates, params: Params) -> object:
    place = world.find(params["chat_id"])
    permits.enter(world, place)
    message = place.messages.get(params["message_id"])
    if message is None:
        raise bad("message to delete not found")
    mine = message.by_bot or place.kind is Kind.PRIVATE
    if world.clock.now() - message.date > DELETABLE and not world.administers(place):
        raise bad("message can't be deleted")
    if not mine and "delete_messages" not in place.member(world.bot).rights:
        raise bad("message can't be deleted")
    del place.messages[message.id]
    return True


def set_message_reaction(world: World, _: Rates, params: Params) -> object:
    place = world.find(params["chat_id"])
    permits.enter(world, place)
    message = place.messages.get(params["message_id"])
    if message is None:
        raise bad("message to react not found")
    chosen = tuple(each.get("emoji", "") for each in params.get("reaction", ()))
    allowed = REACTIONS if place.reactions is None else REACTIONS & place.reactions
    if len(chosen) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if message.service or not allowed.issuperset(chosen):
        raise bad("REACTION_INVALID")
    message.given[world.bot.id] = chosen
    return True


def answer_callback_query(world: World, _: Rates, params: Params) -> object:
    if texts.units(params.get("text", "")) > _LONGEST_ALERT:
        raise bad("MESSAGE_TOO_LONG")
    press = world.presses.get(params["callback_query_id"])
    if press is None or press.answered or world.clock.now() - press.at > press.LIFE:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    press.answered, press.answer = True, params.get("text")
    press.alert = params.get("show_alert", False)
    return True


def send_chat_action(world: World, _: Rates, params: Params) -> object:
    permits.enter(world, world.find(params["chat_id"]))
    return True


def _to_edit(world: World, params: Params) -> Message:
    place = world.find(params.get("chat_id", ""))
    permits.enter(world, place)
    message = permits.own(world, place.messages.get(params.get("message_id", 0)), "edit")
    if not keyboards.editable(message.markup):
        raise bad("message can't be edited")
    return message


def _edited(
    world: World, rates: Rates, message: Message, body: texts.Formatted, params: Params
) -> Mapping[str, Any]:
    markup = params.get("reply_markup") or None
    if markup == {"inline_keyboard": []}:
        markup = None
    keyboards.check(markup, message.place)
    if (body, markup) == (message.body, message.markup):
        raise bad(_NOT_MODIFIED)
    rates.edit(message.place)
    world.change(message, body)
    message.markup = markup
    if "link_preview_options" in params:
        message.preview = params["link_preview_options"]
    return shapes.message(message, world.users)


def _answered(place: Place, given: Params | None) -> Message | None:
    if given is None:
        return None
    answered = place.messages.get(given["message_id"])
    if answered is None and not given.get("allow_sending_without_reply", False):
        raise bad("message to be replied not found")
    return answered


METHODS: Mapping[str, Callable[[World, Rates, Params], object]] = {
    "sendMessage": send_message,
    "sendDocument": send_document,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "setMessageReaction": set_message_reaction,
    "answerCallbackQuery": answer_callback_query,
    "sendChatAction": send_chat_action,
}
