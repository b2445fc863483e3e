"""Managing a group or channel from a private chat: which one, and how to get there."""

from __future__ import annotations

from bot.commands.call import Answer, Call, Handler
from bot.model.chats import ChatKind
from bot.readers.chats import Link
from bot.readers.greeting import manage_button
from bot.text.markup import Button, Takes, message
from bot.text.said import command


class Managing:
    """The handler of manage where no chat is named; with one it is run for that chat."""

    def __init__(self, *, link: Link) -> None:
        self._link = link

    def handlers(self) -> dict[str, Handler]:
        """Each command's handler by its name."""
        return {"manage": self.manage}

    async def manage(self, call: Call) -> Answer:
        """In private it asks which chat; elsewhere it leads into private."""
        words, chat = call.words, call.chat
        if chat.kind is ChatKind.PRIVATE:
            group = Button(words("manage-group-button"), "manage", takes=Takes.GROUP)
            channel = Button(words("manage-channel-button"), "manage", takes=Takes.CHANNEL)
            asked = message(words("manage-which"), words("manage-condition"))
            return Answer(asked.with_buttons((group, channel)), private=False)
        address = self._link(chat.ref.platform, f"manage {chat.ref.id}")
        if address is None:
            return Answer(message(words("manage-in-private-so", line=command(f"manage {chat.ref.id}"))))
        return Answer(message(words("manage-in-private")).with_buttons((manage_button(address, words),)))
