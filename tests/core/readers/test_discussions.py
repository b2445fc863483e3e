"""What a channel posts is discussed in its group: copies, threads, reactions without names."""

from __future__ import annotations

from dataclasses import replace

from bot.model.chats import Chat, ChatKind, ChatRef, MessageRef, Person, PersonRef
from bot.model.comments import Counts
from bot.model.events import Copied, Edited, Reply, Tallied
from bot.model.news import StoryId
from bot.readers.response import KEPT, SILENCE, Response
from tests.core.readers.room import ANA, CLUB, RECALL, VISAS, WORDS, Readers, text

CHANNEL = Chat(ChatRef("telegram", "-9/channel"), ChatKind.OPEN, "Envoys")
GROUP = Chat(ChatRef("telegram", "-7"), ChatKind.OPEN, "Envoys, discussed")
THE_CHANNEL = Person(PersonRef("telegram", "-9"), "Envoys", anonymous=True)
LEO = Person(PersonRef("telegram", "8"), "Leo")

K1 = StoryId("k1")


def at(message: str) -> MessageRef:
    return MessageRef(GROUP.ref, message)


async def copy(readers: Readers, of: MessageRef, message: str, mark: str | None = None) -> MessageRef:
    """The platform copies a post of the channel to the group."""
    made = at(message)
    await readers.chats.copied(Copied(readers.arrival(THE_CHANNEL, GROUP), made, of, mark))
    return made


async def reply(
    readers: Readers, own: str, to: MessageRef, thread: MessageRef | None = None, by: Person = ANA
) -> Response:
    """Somebody answers a message in the group."""
    chat = await readers.chats.seen(readers.arrival(by, GROUP))
    event = Reply(readers.arrival(by, chat), at(own), to, f"Comment {own}.", thread=thread)
    return await readers.conversation.reply(event, WORDS)


async def parent_of(readers: Readers, own: str) -> str | None:
    """The message under whose comment this one's stands; None for one that stands alone."""
    comment = await readers.store.comments.by_source(at(own))
    assert comment
    assert comment.story == K1
    parent = await readers.store.comments.get(comment.parent) if comment.parent else None
    return parent.source.id if parent else None


async def likes(readers: Readers) -> int:
    return (await readers.store.comments.counts([K1], CLUB.ref))[K1].likes


async def tally(readers: Readers, message: MessageRef, *reactions: tuple[str, int]) -> None:
    origin = readers.arrival(THE_CHANNEL, CHANNEL)
    await readers.conversation.tallied(Tallied(origin, message, reactions))


async def test_an_answer_to_the_copy_of_a_story_is_a_comment_on_it(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, story = await readers.deliver(CHANNEL)
    copied = await copy(readers, story, "100")
    assert (await reply(readers, "101", copied)).reaction == KEPT
    assert await parent_of(readers, "101") is None
    assert (await readers.store.comments.counts([K1], CHANNEL.ref))[K1] == Counts(1, 0)


async def test_a_channel_is_known_to_be_discussed_once_a_post_was_copied(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, story = await readers.deliver(CHANNEL)
    await copy(readers, story, "100")
    assert await readers.store.chats.get(CHANNEL.ref) == replace(CHANNEL, discussion="-7")


async def test_a_copy_may_come_in_before_the_answer_to_our_send(readers: Readers) -> None:
    await readers.publish(RECALL)
    await readers.store.chats.see(CHANNEL)
    copied = await copy(readers, MessageRef(CHANNEL.ref, "1"), "100", mark="k1")
    assert (await reply(readers, "101", copied)).reaction == KEPT
    assert await parent_of(readers, "101") is None


async def test_copies_of_a_channel_that_is_not_known_are_not_kept(readers: Readers) -> None:
    await readers.publish(RECALL)
    copied = await copy(readers, MessageRef(CHANNEL.ref, "1"), "100", mark="k1")
    assert await reply(readers, "101", copied) == SILENCE


async def test_an_answer_to_a_channels_own_post_is_no_comment(readers: Readers) -> None:
    await readers.publish(RECALL)
    await readers.store.chats.see(CHANNEL)
    copied = await copy(readers, MessageRef(CHANNEL.ref, "1"), "100")
    assert await reply(readers, "101", copied) == SILENCE


async def test_who_answers_somebody_in_the_thread_of_a_story_comments_on_it(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, story = await readers.deliver(CHANNEL)
    thread = await copy(readers, story, "100")
    await reply(readers, "101", thread)
    await reply(readers, "102", at("101"), thread, by=LEO)
    await reply(readers, "104", at("103"), thread, by=LEO)  # 103 is none of the comments
    assert await parent_of(readers, "102") == "101"
    assert await parent_of(readers, "104") is None


async def test_who_answers_somebody_in_a_thread_that_a_comment_began_answers_the_comment(
    readers: Readers,
) -> None:
    await readers.publish(RECALL)
    _, story = await readers.deliver(CHANNEL)
    await reply(readers, "101", await copy(readers, story, "100"))
    await reply(readers, "104", at("103"), at("101"), by=LEO)
    assert await parent_of(readers, "104") == "101"


async def test_what_the_answered_message_names_comes_before_its_thread(readers: Readers) -> None:
    await readers.publish(RECALL, VISAS)
    _, _, visas = await readers.deliver(CHANNEL)
    thread = await copy(readers, visas, "100")
    origin = readers.arrival(ANA, GROUP)
    event = Reply(origin, at("104"), at("103"), "Comment.", mark="k1", thread=thread)
    await readers.conversation.reply(event, WORDS)
    assert await parent_of(readers, "104") is None


async def test_people_under_the_copy_of_a_header_are_asked_only_if_they_answer_it(readers: Readers) -> None:
    await readers.publish(RECALL, VISAS)
    header, *_ = await readers.deliver(CHANNEL)
    thread = await copy(readers, header, "100")
    assert text(await reply(readers, "101", thread)).startswith("Which story do you mean?")
    assert await reply(readers, "103", at("102"), thread, by=LEO) == SILENCE


async def test_a_reaction_to_the_copy_of_a_story_is_a_like(readers: Readers) -> None:
    await readers.publish(RECALL)
    header, story = await readers.deliver(CHANNEL)
    await readers.react(await copy(readers, header, "99"), ANA, GROUP, "👍")
    assert await likes(readers) == 0
    await readers.react(await copy(readers, story, "100"), ANA, GROUP, "👍")
    assert await likes(readers) == 1


async def test_reactions_without_names_are_likes_unless_they_say_the_opposite(readers: Readers) -> None:
    await readers.publish(RECALL)
    header, story = await readers.deliver(CHANNEL)
    await readers.react(story, ANA, CHANNEL, "👍")
    await tally(readers, story, ("👍", 3), ("🔥", 2), ("👎", 7))
    await tally(readers, await copy(readers, story, "100"), ("👍", 1))
    await tally(readers, header, ("👍", 50))
    assert await likes(readers) == 7
    await tally(readers, story, ("👎", 7))
    assert await likes(readers) == 2


async def test_a_copy_is_never_written_anew(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, story = await readers.deliver(CHANNEL)
    copied = await copy(readers, story, "100")
    assert await readers.lines.current(copied) is None
    assert await readers.lines.current(story) is not None


async def test_who_speaks_as_a_chat_is_shown_by_its_title_and_asked_nothing(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, story = await readers.deliver(CLUB)
    the_club = Person(PersonRef("telegram", CLUB.ref.id), CLUB.title, anonymous=True)
    response, own = await readers.reply("As all of us know.", story, the_club, CLUB)
    assert response == Response(KEPT)
    comment = await readers.store.comments.by_source(own)
    assert comment
    assert (comment.shown, comment.shared) == ("The club", False)
    await readers.conversation.edited(Edited(readers.arrival(the_club, CLUB), own, "As some know."), WORDS)
    (edited,) = await readers.store.comments.page(K1, CLUB.ref, 0, 9)
    assert edited.text == "As some know."


async def test_a_channel_that_speaks_where_all_may_read_is_read_everywhere(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, story = await readers.deliver(CHANNEL)
    thread = await copy(readers, story, "100")
    await reply(readers, "101", thread, by=THE_CHANNEL)
    (comment,) = await readers.store.comments.page(K1, CLUB.ref, 0, 9)
    assert comment.shown == "Envoys"
