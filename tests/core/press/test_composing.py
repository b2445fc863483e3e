"""How an edition reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.comments import Counts
from bot.model.news import Citation, PreparedStory, StoryId
from bot.press import composing
from bot.press.composing import NOTHING_SAID, Heading
from bot.text.markup import Bold, Button, Link, Message, Time, plain_text
from bot.text.splitting import split
from bot.wording import Wording
from tests.core.press.stage import BRIEFING, prepared

NOW = datetime(2026, 2, 2, 7, tzinfo=UTC)
DAY = date(2026, 2, 2)
WORDS = Wording("en")
OPENING = (
    "Northland recalled its ambassador from Eastmark on Tuesday, hours after work began on a fence along the "
    "disputed ridge, the foreign ministry said."
)
STORY = PreparedStory(
    StoryId("k7"),
    "Newsline",
    "Northland recalls its ambassador from Eastmark over border fence",
    (
        f"{OPENING} The step stops short of a break in relations.",
        "Talks on the ridge are due to resume next month in a third country.",
    ),
    Citation("harbourpost.example", "https://harbourpost.example/recall"),
    ("Daily Courier", "Radio Three"),
    NOW - timedelta(hours=2),
)


def story(prepared: PreparedStory = STORY, counts: Counts = NOTHING_SAID, *, buttons: bool = True) -> Message:
    return composing.story(prepared, counts, WORDS, NOW, buttons=buttons)


def labels(message: Message) -> list[str]:
    return [button.label for row in message.buttons for button in row]


def test_a_header_says_what_comes_and_for_which_day() -> None:
    assert plain_text(composing.header(BRIEFING, Heading(DAY, 7), WORDS)) == (
        "Diplomatic Briefing\nHandpicked daily!\nMonday 2 February · 7 stories"
    )


def test_one_story_is_one() -> None:
    assert plain_text(composing.header(BRIEFING, Heading(DAY, 1), WORDS)).endswith("· 1 story")


def test_a_late_header_says_when_it_was_due() -> None:
    said = plain_text(composing.header(BRIEFING, Heading(DAY, 7, late=time(18, 30)), WORDS))
    assert said.endswith("\nThis edition is late: it was due at 18:30.")


def test_a_story_reads_as_it_should() -> None:
    assert plain_text(story()) == (
        "Newsline: Northland recalls its ambassador from Eastmark over border fence\n\n"
        f"{OPENING} (harbourpost.example) The step stops short of a break in relations.\n\n"
        "Talks on the ridge are due to resume next month in a third country.\n\n"
        "Also reported by Daily Courier, Radio Three · 2 hours ago"
    )


def test_the_citation_is_a_link_and_the_age_an_instant() -> None:
    spans = [span for block in story().blocks for span in block.spans]
    assert [span for span in spans if isinstance(span, Link)] == [
        Link("harbourpost.example", "https://harbourpost.example/recall")
    ]
    assert [span.instant for span in spans if isinstance(span, Time)] == [STORY.published]
    assert len([span for span in spans if isinstance(span, Bold)]) == 1


def test_the_citation_stands_after_enough_words() -> None:
    short = replace(
        STORY, excerpt=("They met. They talked for nine hours in a third country and left. Nothing came.",)
    )
    assert "third country and left. (harbourpost.example) Nothing came." in plain_text(story(short))


def test_a_source_without_an_address_is_named() -> None:
    nameless = replace(STORY, citation=Citation("Harbour Post", None))
    assert "said. (Harbour Post) The step" in plain_text(story(nameless))
    assert not any(isinstance(span, Link) for block in story(nameless).blocks for span in block.spans)


def test_without_an_excerpt_the_headline_carries_the_citation() -> None:
    bare = replace(STORY, excerpt=(), also=(), published=None)
    assert plain_text(story(bare)) == (
        "Newsline: Northland recalls its ambassador from Eastmark over border fence (harbourpost.example)"
    )


def test_a_story_without_other_sources_still_has_its_age() -> None:
    assert plain_text(story(replace(STORY, also=()))).endswith("\n\n2 hours ago")


def test_an_emptied_label_leaves_the_headline() -> None:
    assert plain_text(story(replace(STORY, label=""))).startswith("Northland recalls")


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (Counts(0, 0), ["No comments yet »", "Leave a reply", "♡"]),
        (Counts(1, 1), ["1 comment »", "Leave a reply", "♡ 1"]),
        (Counts(2, 4), ["2 comments »", "Leave a reply", "♡ 4"]),
    ],
)
def test_the_buttons_count(counts: Counts, expected: list[str]) -> None:
    said = story(counts=counts)
    assert labels(said) == expected
    assert [button.action for button in said.buttons[0]] == ["comments k7", "reply k7", "like k7"]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (Counts(0, 0), "\n\nNo comments yet »"),
        (Counts(1, 1), "\n\n1 reader likes this\n1 comment »"),
        (Counts(2, 4), "\n\n4 readers like this\n2 comments »"),
    ],
)
def test_where_there_are_no_buttons_the_text_counts(counts: Counts, expected: str) -> None:
    said = story(counts=counts, buttons=False)
    assert not said.buttons
    assert plain_text(said).endswith(expected)


def address(line: str) -> str | None:
    return f"https://chat.example/?{line.replace(' ', '_')}"


def test_where_there_are_no_buttons_the_comment_line_leads_to_the_comments() -> None:
    said = composing.story(STORY, Counts(2, 4), WORDS, NOW, buttons=False, address=address)
    assert said.blocks[-1].spans == (Link("2 comments »", "https://chat.example/?comments_k7"),)
    assert plain_text(said) == plain_text(story(counts=Counts(2, 4), buttons=False))


def test_a_digest_without_buttons_leads_to_the_comments_of_each_story() -> None:
    said = composing.digest(
        BRIEFING, Heading(DAY, 2), [prepared(1), prepared(2)], {}, WORDS, buttons=False, address=address
    )
    links = [span for block in said.blocks for span in block.spans if isinstance(span, Link)]
    assert [link.url for link in links if link.text == "No comments yet »"] == [
        "https://chat.example/?comments_k1",
        "https://chat.example/?comments_k2",
    ]


def test_a_digest_numbers_its_stories_and_has_a_button_for_each() -> None:
    stories = [prepared(1), prepared(2)]
    said = composing.digest(BRIEFING, Heading(DAY, 2), stories, {StoryId("k2"): Counts(3, 0)}, WORDS)
    assert plain_text(said) == (
        "Diplomatic Briefing\nHandpicked daily!\nMonday 2 February · 2 stories\n\n"
        "1. Northland opens embassy number 1 in Eastmark (harbourpost.example)\n"
        "2. Northland opens embassy number 2 in Eastmark (harbourpost.example)"
    )
    assert said.buttons == (
        (Button("1 · No comments yet »", "reply k1"),),
        (Button("2 · 3 comments »", "reply k2"),),
    )


def test_a_digest_without_buttons_counts_under_each_story() -> None:
    said = composing.digest(BRIEFING, Heading(DAY, 1), [prepared(1)], {}, WORDS, buttons=False)
    assert plain_text(said).endswith("(harbourpost.example)\nNo comments yet »")


def test_a_preview_holds_the_whole_edition_in_one_message() -> None:
    said = composing.preview(BRIEFING, Heading(DAY, 2), [STORY, prepared(2)], WORDS, NOW)
    text = plain_text(said)
    assert text.startswith(plain_text(composing.header(BRIEFING, Heading(DAY, 2), WORDS)))
    for one in (STORY, prepared(2)):
        assert plain_text(story(one)) in text
    assert not said.buttons


def test_a_preview_has_each_headline_bold_and_is_cut_between_stories() -> None:
    said = composing.preview(BRIEFING, Heading(DAY, 3), [STORY, prepared(2), STORY], WORDS, NOW)
    bold = [span.text for block in said.blocks for span in block.spans if isinstance(span, Bold)]
    assert len(bold) == 4
    for length in (500, 700, 900):
        first, *others = split(said, length, lambda part: len(plain_text(part)))
        assert isinstance(first.blocks[0].spans[0], Bold)
        assert others
        assert all(isinstance(part.blocks[0].spans[0], Bold) for part in others)


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300)


@given(texts, st.lists(texts, max_size=3), texts)
def test_nothing_of_a_story_is_lost(headline: str, paragraphs: list[str], outlet: str) -> None:
    made = replace(STORY, headline=headline, excerpt=tuple(paragraphs), citation=Citation(outlet, None))
    said = "".join(plain_text(story(made)).split())
    for text in (headline, outlet):
        assert "".join(text.split()) in said
    whole = "".join("".join(paragraphs).split())
    cited = said.replace(f"({''.join(outlet.split())})", "", 1)
    assert not paragraphs or whole in cited or whole in said or outlet in "".join(paragraphs)
