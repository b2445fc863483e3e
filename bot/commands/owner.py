"""The owner's commands: where the newsroom is, who edits, what was done, and the backup."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.commands.call import Answer, Call, Handler
from bot.commands.discussion import platform_name
from bot.commands.pages import page_asked, page_of
from bot.errors import UserError
from bot.model.briefing import Briefing
from bot.model.chats import ChatRef, Person, PersonRef
from bot.ports.desk import Deed
from bot.ports.store import Store
from bot.text.markup import Block, Bold, Code, Faint, Message, message, paragraph, row
from bot.text.said import command
from bot.wording import Wording

Backup = Callable[[], Awaitable[Path]]
"""Backs the memory up; where the copy lies. Raises StorageError."""

Menus = Callable[[ChatRef | None], None]
"""Has the platforms' menus brought up to date; the chat is the newsroom."""

TellPerson = Callable[[PersonRef, Callable[[Wording], Message]], Awaitable[None]]
"""Says this to a person in their private chat, in its language; nothing where there is none."""

_DEEDS = 15
_MOST_DEEDS = 1500


class OwnerCommands:
    """The commands that only the owner has."""

    def __init__(
        self,
        *,
        store: Store,
        briefing: Briefing,
        platforms: Collection[str],
        backup: Backup,
        menus: Menus,
        tell_person: TellPerson,
    ) -> None:
        """``platforms`` are the names of those that run."""
        self._store = store
        self._briefing = briefing
        self._platforms = platforms
        self._backup = backup
        self._menus = menus
        self._tell_person = tell_person

    def handlers(self) -> dict[str, Handler]:
        """Each command's handler."""
        return {
            "newsroom here": self.newsroom_here,
            "editor add": self.editor_add,
            "editor remove": self.editor_remove,
            "editors": self.editors,
            "audit": self.audit,
            "backup": self.backup,
        }

    async def newsroom_here(self, call: Call) -> Answer:
        """Editors work in this chat from now on."""
        await self._store.chats.make_newsroom(call.chat.ref)
        self._menus(call.chat.ref)
        await self._record(call, str(call.chat.ref), call.chat.title)
        return Answer(message(call.words("newsroom-set")), private=False)

    async def editor_add(self, call: Call) -> Answer:
        """Let somebody edit."""
        person = await self._person(call)
        added = await self._store.chats.add_editor(person, call.person.ref, call.now)
        (kept,) = [each for each in await self._store.chats.editors() if each.ref == person.ref]
        name = _named(kept, call.words)
        if not added:
            return Answer(message(call.words("editor-already", name=name)))
        await self._record(call, str(person.ref), person.name)
        await self._tell_person(person.ref, self._welcome)
        return Answer(message(call.words("editor-added", name=name)), private=False)

    async def editor_remove(self, call: Call) -> Answer:
        """Let somebody edit no more."""
        typed = call.arguments["person"].strip()
        editors = await self._store.chats.editors()
        person = _one(call, typed, [each for each in editors if _is_called(each, typed)], "editor-unknown")
        await self._store.chats.remove_editor(person.ref)
        await self._record(call, str(person.ref), person.name)
        return Answer(message(call.words("editor-removed", name=_named(person, call.words))), private=False)

    async def editors(self, call: Call) -> Answer:
        """Who edits."""
        editors = await self._store.chats.editors()
        if not editors:
            return Answer(message(call.words("editors-none")))
        rows = [row(f"{_named(editor, call.words)}  ", Code(str(editor.ref))) for editor in editors]
        return Answer(message(paragraph(Bold(call.words("editors-title"))), *rows))

    async def audit(self, call: Call) -> Answer:
        """Who did what with a right, newest first."""
        deeds = await self._store.audit.recent(_MOST_DEEDS)
        if not deeds:
            return Answer(message(call.words("audit-none")))
        page = page_of(page_asked(call), len(deeds), _DEEDS)
        rows: list[Block] = [paragraph(Bold(call.words("audit-title")))]
        zone = ZoneInfo(self._briefing.zone)
        for deed in page.part(deeds):
            at = deed.at.astimezone(zone)
            when = f"{at.date()} {call.words.hour(at.time())}  "
            rows.append(
                row(Faint(when), call.words("audit-row", name=deed.name, deed=_done(deed, call.words)))
            )
        return Answer(message(*rows).with_buttons(page.buttons("audit")), replaces=call.pressed)

    async def backup(self, call: Call) -> Answer:
        """Copy the memory to a file beside it."""
        path = await self._backup()
        await self._record(call, path.name)
        return Answer(message(paragraph(call.words("backup-done"), " ", Code(str(path)))))

    async def _person(self, call: Call) -> Person:
        """Whom the words name: ``platform:id``, or the name of somebody who spoke to us here, behind an
        @ their public one; without words the author of the comment that they answer."""
        if (named := call.get("person")) is None:
            return await self._author(call)
        typed = named.strip()
        platform, colon, number = typed.partition(":")
        if colon and platform.lower() in self._platforms and number:
            return Person(PersonRef(platform.lower(), number), name=number)
        if colon and call.words.knows(f"platform-{platform.lower()}"):
            served = [platform_name(each, call.words) for each in sorted(self._platforms)]
            name = platform_name(platform.lower(), call.words)
            raise UserError("person-elsewhere", platform=name, names=call.words.names(served))
        here = call.chat.ref.platform
        return _one(call, typed, await self._store.chats.find_person(here, typed), "person-unknown")

    async def _author(self, call: Call) -> Person:
        comment = await self._store.comments.by_source(call.to) if call.to else None
        if comment is None:
            raise UserError("editor-add-whom")
        return Person(comment.author, comment.shown)

    def _welcome(self, words: Wording) -> Message:
        return message(words("editor-made", title=self._briefing.title))

    async def _record(self, call: Call, about: str, detail: str = "") -> None:
        deed = Deed(call.now, call.person.ref, call.person.name, call.command.name, about, detail)
        await self._store.audit.record(deed)


def _done(deed: Deed, words: Wording) -> str:
    """What somebody did, in words; as it was recorded where there are none for it."""
    sentence = f"deed-{deed.deed.replace(' ', '-')}"
    if not words.knows(sentence):
        return " ".join(filter(None, (deed.deed, deed.about, deed.detail)))
    count = int(deed.detail) if deed.detail.isascii() and deed.detail.isdigit() else 0
    undone = "no" if deed.detail else "yes"
    return words(sentence, about=deed.about, detail=deed.detail, count=count, undone=undone)


def _named(person: Person, words: Wording) -> str:
    """Their name, and their public one, which nobody else can take."""
    if person.handle is None:
        return person.name
    return words("person-with-handle", name=person.name, handle=person.handle)


def _is_called(person: Person, typed: str) -> bool:
    """Whether this is their name, their public name, behind an @ only that, or their id."""
    name = typed.casefold()
    if person.handle and name.removeprefix("@") == person.handle.casefold():
        return True
    return name in (person.name.casefold(), str(person.ref).casefold())


def _one(call: Call, typed: str, people: Sequence[Person], unknown: str) -> Person:
    if len(people) == 1:
        return people[0]
    if not people:
        raise UserError(unknown, name=typed)
    refs = call.words.names([f"{_named(person, call.words)} {person.ref}" for person in people])
    first = command(f"{call.command.name} {people[0].ref}")
    raise UserError("person-several", name=typed, refs=refs, first=first)
