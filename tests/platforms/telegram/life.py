"""What becomes of chats: the bot let in and out, rights given and taken, topics, a group that moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tests.platforms.telegram import shapes
from tests.platforms.telegram.places import (
    ADMIN_RIGHTS,
    CHANNEL_RIGHTS,
    GROUP_RIGHTS,
    Kind,
    Member,
    Message,
    Place,
    Status,
    Topic,
    User,
)
from tests.platforms.telegram.world import ANONYMOUS, World

OWNER = Member(Status.CREATOR)
MEMBER = Member()


def administrator(place_kind: Kind, *, without: Iterable[str] = (), anonymous: bool = False) -> Member:
    """An administrator with all rights of such a chat but these."""
    own = CHANNEL_RIGHTS if place_kind is Kind.CHANNEL else GROUP_RIGHTS
    rights = (ADMIN_RIGHTS | own) - frozenset(without)
    return Member(Status.ADMINISTRATOR, rights, anonymous=anonymous)


@dataclass(frozen=True, slots=True)
class Life:
    """Happenings; each tells the bot what Telegram would tell it."""

    world: World

    def bot_added(self, place: Place, by: User, *, admin: bool = False, without: Iterable[str] = ()) -> None:
        """Somebody lets the bot in; as an administrator with all rights but these."""
        being = administrator(place.kind, without=without) if admin else MEMBER
        self.world.set_member(place, self.world.bot, being, by)
        if place.is_group:
            added = {"new_chat_members": [shapes.user(self.world.bot)]}
            self.world.happen(Message(place, by, service=added))

    def bot_removed(self, place: Place, by: User) -> None:
        """Somebody puts the bot out."""
        if place.kind is Kind.GROUP:
            self.world.happen(Message(place, by, service={"left_chat_member": shapes.user(self.world.bot)}))
        self.world.set_member(place, self.world.bot, Member(Status.KICKED), by)

    def bot_promoted(self, place: Place, by: User, *, without: Iterable[str] = ()) -> None:
        """The bot becomes an administrator, or gets other rights as one."""
        self.appointed(place, self.world.bot, by, without=without)

    def bot_demoted(self, place: Place, by: User) -> None:
        """The bot is an administrator no longer."""
        self.dismissed(place, self.world.bot, by)

    def bot_restricted(self, place: Place, by: User, *, may_send: bool = False) -> None:
        """The bot may read, and write or not."""
        being = Member(Status.RESTRICTED, may_send=may_send)
        self.world.set_member(place, self.world.bot, being, by)

    def appointed(
        self, place: Place, who: User, by: User, *, without: Iterable[str] = (), anonymous: bool = False
    ) -> None:
        """Somebody becomes an administrator."""
        being = administrator(place.kind, without=without, anonymous=anonymous)
        self.world.set_member(place, who, being, by)

    def dismissed(self, place: Place, who: User, by: User) -> None:
        """Somebody is an administrator no longer."""
        self.world.set_member(place, who, MEMBER, by)

    def renamed(self, place: Place, title: str, by: User) -> None:
        """A chat gets another title."""
        place.title = title
        sender = None if place.kind is Kind.CHANNEL else by
        self.world.happen(Message(place, sender, service={"new_chat_title": title}))

    def moved(self, group: Place, by: User) -> Place:
        """A group becomes a supergroup, with another id. The bot is let into the new one, and is never
        told that it left the old one (github.com/tdlib/telegram-bot-api, issue 266)."""
        new = self.world.new_place(Kind.SUPERGROUP, group.title)
        new.members = {number: _upgraded(being) for number, being in group.members.items()}
        new.linked, new.moved_from = group.linked, group
        if (being := new.members.pop(self.world.bot.id, None)) is not None:
            self.world.set_member(new, self.world.bot, being, by)
        self.world.happen(Message(group, by, service={"migrate_to_chat_id": new.id}))
        group.moved_to = new
        came = {"migrate_from_chat_id": group.id}
        self.world.happen(Message(new, ANONYMOUS, speaker=new, service=came))
        return new

    def deleted(self, place: Place, by: User) -> None:
        """A chat is gone for everybody; of a supergroup that was a group, both leave."""
        for each in (place, place.moved_from):
            if each is not None:
                self.world.set_member(each, self.world.bot, Member(Status.LEFT), by)
        del self.world.places[place.id]

    def topic_opened(self, forum: Place, name: str, by: User) -> Topic:
        """A new topic; the message that opens it gives it its id."""
        created = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message = self.world.write(Message(forum, by, service=created))
        topic = Topic(forum, message.id, name)
        forum.topics[topic.id] = topic
        message.topic, message.thread = topic, topic.id
        self.world.tell(message)
        return topic

    def topic_closed(self, topic: Topic, by: User) -> None:
        """Nobody but administrators may write there now."""
        topic.closed = True
        self._in_topic(topic, by, "closed")

    def topic_reopened(self, topic: Topic, by: User) -> None:
        """Everybody may write there again."""
        topic.closed = False
        self._in_topic(topic, by, "reopened")

    def topic_deleted(self, topic: Topic) -> None:
        """A topic and its messages are gone; the bot is told nothing."""
        topic.deleted = True
        messages = topic.place.messages
        for number in [each.id for each in messages.values() if each.topic is topic]:
            del messages[number]

    def _in_topic(self, topic: Topic, by: User, what: str) -> None:
        self.world.happen(Message(topic.place, by, service={f"forum_topic_{what}": {}}, topic=topic))


def _upgraded(being: Member) -> Member:
    return replace(being, rights=being.rights | GROUP_RIGHTS) if being.status.administers else being
