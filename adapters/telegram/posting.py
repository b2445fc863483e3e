"""Messages of ours on Telegram: posted, changed, asked; each one call over the request layer."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TypeVar

from telegram.error import BadRequest, TelegramError

from adapters.telegram.address import NAME, Address
from adapters.telegram.api import Api
from adapters.telegram.buttons import Pen
from adapters.telegram.keyboards import REMOVED, Keyboard, forced, keyboard
from adapters.telegram.rendering import bare, html
from adapters.telegram.safe import escaped, name
from bot.errors import StorageError, TryLater
from bot.model.chats import Person
from bot.ports.store import Memory
from bot.text.markup import File, Message

_log = logging.getLogger(__name__)

_RETRY = 1.0  # seconds, after the memory failed
_CAPTION = 1_024  # UTF-16 units of text that a file may bear
_UNCHANGED = "message is not modified"
_UNREADABLE = "can't parse"

_MOST_BEGUN = 100  # messages of which a part was posted and the rest may still follow

Payload = dict[str, object]
T = TypeVar("T")


class Posting:
    """Posts and edits. Raises ``telegram.error`` errors, and TryLater where our own memory fails."""

    def __init__(
        self,
        *,
        api: Api,
        pen: Pen,
        memory: Memory,
        link: Callable[[str], str | None],
        paid: bool,
    ) -> None:
        """``link`` gives a line's deep link; ``paid``: editions are sent as paid broadcasts."""
        self._api = api
        self._pen = pen
        self._memory = memory
        self._link = link
        self._paid = paid
        self._asking: set[int] = set()  # private chats that show a keyboard of ours in place of their own
        self._begun: dict[str, int] = {}  # by key, how much of a message with files was posted

    async def post(self, address: Address, message: Message, key: str) -> str:
        """Post a message; its id. ``key`` is the same for every attempt at it."""
        keys = await self._keys(address, message)
        folds = keys is None and address.chat in self._asking
        frame = self._frame(address, message, REMOVED if folds else keys)
        if message.files:
            number = await self._with_files(frame, message, key)
        else:
            number = await self._text(frame | _text(html(message), message), {"text": bare(message)})
        if folds:  # not before: it may have to be tried again
            self._asking.discard(address.chat)
        return number

    async def ask(self, address: Address, person: Person, prompt: Message) -> str:
        """Post a question whose answer is a reply to it; the question's id. Elsewhere than in a
        private chat it names the person, so that only theirs is the answer that is asked for."""
        text = html(prompt)
        plain: Payload = {"text": bare(prompt)}
        aimed = not address.is_private and not person.anonymous
        if aimed:
            text = f'<a href="tg://user?id={int(person.ref.id)}">{escaped(name(person.name))}</a>\n{text}'
            plain = _naming(person, bare(prompt))
        keys = forced(_placeholder(prompt), selective=aimed)
        return await self._text(self._frame(address, prompt, keys) | _text(text, prompt), plain)

    async def edit(self, address: Address, number: int, message: Message) -> None:
        """Change a message of ours; to the same is no error."""
        payload = {"chat_id": address.chat, "message_id": number, **_text(html(message), message)}
        keys = await self._keys(address, message)
        if keys is not None and "inline_keyboard" in keys:
            payload["reply_markup"] = keys
        try:
            await _readable(partial(self._api.call, "editMessageText"), payload, {"text": bare(message)})
        except BadRequest as error:
            if _UNCHANGED not in error.message.lower():
                raise

    def _frame(self, address: Address, message: Message, keys: Mapping[str, object] | None) -> Payload:
        """All of a message but its text and files."""
        frame: Payload = {"chat_id": address.chat, "disable_notification": message.silent}
        if address.topic is not None:
            frame["message_thread_id"] = address.topic
        if keys is not None:
            frame["reply_markup"] = keys
        if message.to is not None and message.to.isdecimal():
            answered = {"message_id": int(message.to), "allow_sending_without_reply": True}
            frame["reply_parameters"] = answered
        if self._paid and message.broadcast:
            frame["allow_paid_broadcast"] = True
        return frame

    async def _text(self, payload: Payload, plain: Payload) -> str:
        posted = await _readable(partial(self._api.call, "sendMessage"), payload, plain)
        return str(posted["message_id"])

    async def _with_files(self, frame: Payload, message: Message, key: str) -> str:
        """Files, the first with the text as its caption; the last one's id. Where the text is too long
        for a caption it goes before. What was posted at an earlier attempt is not posted again."""
        steps = self._steps(frame, message)
        done = self._begun.pop(key, 0)
        number = ""
        try:
            for step in steps[done:]:
                number = await step()
                done += 1
        except TelegramError:
            if done:
                self._begin(key, done)
            raise
        return number

    def _steps(self, frame: Payload, message: Message) -> list[Callable[[], Awaitable[str]]]:
        """The calls that post a message with its files, one after the other."""
        text, plain = html(message), bare(message)
        first, *others = message.files
        bare_frame = {field: value for field, value in frame.items() if field != "reply_markup"}
        rest = [partial(self._file, file, bare_frame, {}) for file in others]
        if _units(plain) <= _CAPTION:
            captioned = frame | {"caption": text, "parse_mode": "HTML"}
            return [partial(self._file, first, captioned, {"caption": plain}), *rest]
        before = partial(self._text, frame | _text(text, message), {"text": plain})
        return [before, partial(self._file, first, bare_frame, {}), *rest]

    def _begin(self, key: str, done: int) -> None:
        self._begun[key] = done
        if len(self._begun) > _MOST_BEGUN:
            del self._begun[next(iter(self._begun))]

    async def _file(self, file: File, payload: Payload, plain: Payload) -> str:
        return await _readable(partial(self._document, file), payload, plain)

    async def _document(self, file: File, payload: Payload) -> str:
        chat = str(payload["chat_id"])
        posted = await self._api.bot.send_document(
            chat, file.content.encode(), filename=file.name, api_kwargs=payload
        )
        return str(posted.message_id)

    async def _keys(self, address: Address, message: Message) -> Mapping[str, object] | None:
        """The keyboard, once what its buttons do is kept."""
        made: Keyboard = keyboard(message, address, self._pen, self._link)
        for digest, action in made.shelved:
            try:
                await self._memory.keep(NAME, shelf(digest), action)
            except StorageError as error:
                raise TryLater(_RETRY) from error
        if made.markup is not None and "keyboard" in made.markup:
            self._asking.add(address.chat)
        return made.markup


def shelf(digest: str) -> str:
    """The name under which an action is kept that is too long for a button."""
    return f"action:{digest}"


async def _readable(send: Callable[[Payload], Awaitable[T]], payload: Payload, plain: Payload) -> T:
    """Send; where Telegram cannot read the markup, once more with these plain fields and without any."""
    try:
        return await send(payload)
    except BadRequest as error:
        if _UNREADABLE not in error.message.lower():
            raise
        _log.error("Telegram cannot read our markup (%s): it goes out without", error.message)
    return await send({field: value for field, value in payload.items() if field != "parse_mode"} | plain)


def _text(text: str, message: Message) -> Payload:
    return {
        "text": text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": not message.preview},
    }


def _naming(person: Person, text: str) -> Payload:
    """A plain text that names the person it is for, without markup."""
    shown = name(person.name)
    user = {"id": int(person.ref.id), "is_bot": False, "first_name": shown}
    mention = {"type": "text_mention", "offset": 0, "length": _units(shown), "user": user}
    return {"text": f"{shown}\n{text}", "entities": [mention]}


def _placeholder(prompt: Message) -> str:
    """What stands in the empty field for the answer: the question's first line."""
    return bare(prompt).partition("\n")[0]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
