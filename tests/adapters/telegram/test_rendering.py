"""How messages read on Telegram, by its own parser; generated texts by the thousand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.telegram.rendering import LENGTH, bare, html, measure
from adapters.telegram.safe import JOINER, address, escaped, name
from bot.text.markup import (
    Bold,
    Code,
    Faint,
    Link,
    Message,
    Text,
    Time,
    continued,
    message,
    paragraph,
    quote,
    row,
)
from bot.text.splitting import split
from tests.adapters.telegram import hostile
from tests.adapters.telegram.reading import check
from tests.adapters.telegram.td import detected, kept, parse

AT = datetime(2026, 1, 3, 16, tzinfo=UTC)


def test_a_story_reads_as_a_newspaper_sets_it() -> None:
    story = message(
        paragraph(Bold("Newsline: Northland recalls its ambassador from Eastmark")),
        paragraph(
            "The ministry said so. (", Link("harbourpost.example", "https://harbourpost.example/1"), ")"
        ),
        paragraph(Faint("Also reported by Daily Courier · "), Time(AT, "2 hours ago")),
    )
    assert html(story) == (
        "<b>Newsline: Northland recalls its ambassador from Eastmark</b>\n\n"
        'The ministry said so. (<a href="https://harbourpost.example/1">harbourpost.example</a>)\n\n'
        'Also reported by Daily Courier · <tg-time unix="1767456000" format="r">2 hours ago</tg-time>'
    )
    assert bare(story).endswith("Also reported by Daily Courier · 2 hours ago")
    check(story)


def test_comments_stand_in_steps_line_by_line() -> None:
    page = message(
        row("Ana · Discord"),
        continued("The talks are the real test."),
        row("↳ Ravi", depth=1),
        continued("Agreed.\nWatch who chairs them.", depth=1),
        quote("A fence\nis a fence"),
    )
    assert html(page) == (
        "Ana · Discord\nThe talks are the real test.\n"
        "\u2003↳ Ravi\n\u2003Agreed.\n\u2003Watch who chairs them.\n\n"
        "<blockquote>A fence\nis a fence</blockquote>"
    )


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (paragraph(Code("/help")), "/help"),
        (paragraph(Code("/feed add"), " adds one"), "/feed_add adds one"),
        (paragraph("Send ", Code("/feeds"), ", please."), "Send /feeds, please."),
        (paragraph(Code("/pick <stories>")), "<code>/pick &lt;stories&gt;</code>"),
        (paragraph(Code("/feed")), "<code>/feed</code>"),
        (paragraph(Code("/help"), "@some_bot"), "<code>/help</code>@some_bot"),
        (paragraph(Code("k7"), " Northland"), "<code>k7</code> Northland"),
    ],
)
def test_a_lone_command_can_be_tapped_and_other_code_copied(said: object, shown: str) -> None:
    assert html(Message((said,))) == shown  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "said", ["", " \n ", "\u2800", "\u200d\ufe0f", "\x00\u202e", "\ufffc", "\ufeff\u3164", "\u0333"]
)
def test_what_has_nothing_to_be_seen_becomes_a_dash(said: str) -> None:
    assert html(message(said)) == bare(message(said)) == "—"
    assert html(message(paragraph(Bold(said)), said)) == "—"
    assert html(Message(())) == "—"


def test_blank_blocks_leave_no_gap() -> None:
    assert html(message(" ", "One", "", "\n", "Two", " ")) == "One\n\nTwo"


@pytest.mark.parametrize(
    "harmless",
    [
        *(
            "https://news.example/@harbour",
            "x@abcd.com",
            "and/or",
            "24/7",
            "km/h",
            "https://news.example/a/b",
        ),
        *("#tag", "$USD", "1 / 2", "me @ home"),
    ],
)
def test_what_traps_nobody_is_left_as_it_is(harmless: str) -> None:
    assert html(message(f"See {harmless} there")) == f"See {harmless} there"


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://news.example/a?b=1&c=2#d", "https://news.example/a?b=1&c=2#d"),
        (" HTTPS://news.example ", "https://news.example"),
        ("https://name:secret@news.example/", "https://news.example/"),
        ("https://news.example:0443/", "https://news.example:443/"),
        ('https://münchen.example/ü "<>\n', "https://münchen.example/%C3%BC%20%22%3C%3E"),
        ("https://news.\nexample/a\tb", "https://news.example/ab"),
        ("https://news.example/\u202e\ud83d", "https://news.example/%E2%80%AE%EF%BF%BD"),
        ("https://news.example?q='", "https://news.example?q='"),
        ("https://good.example\\@news.example/", None),
        ("https://localhost/", None),
        ("https://[::1]/", None),
        ("https://news.example:65536/", None),
        ("https://news\u200b.example/", None),
        ("https://news.example/" + "x" * 2048, None),
        ("https://news.example/" + "ü" * 500, None),
        ("tg://user?id=1", None),
        ("javascript:alert(1)", None),
        ("ftp://news.example/", None),
        ("", None),
    ],
)
def test_links_lead_into_the_web_only(url: str, leads: str | None) -> None:
    assert address(url) == leads
    shown, entities = parse(html(message(paragraph(Link("here", url)))))
    assert shown == "here"
    assert [each.kind for each in entities] == (["TextUrl"] if leads else [])


@pytest.mark.parametrize("at", [0, -1, 2**31])
def test_an_instant_that_telegram_cannot_show_stays_words(at: int) -> None:
    assert html(message(paragraph(Time(datetime.fromtimestamp(at, UTC), "long ago")))) == "long ago"


def test_a_name_is_one_harmless_line() -> None:
    assert name(" <Ana>\n@abcd ") == f"<Ana> @{JOINER}abcd"
    assert name("\u202e") == "—"


@pytest.mark.parametrize(
    ("said", "length"),
    [
        ("x" * 4096, 4096),
        ("\U0001f600" * 2048, 4096),
        ("<" * 4096, 4096),
        ("&" * 4096, 4096),
        ("ࠀ" * 4096, 4096),
        ("@ab" * 1365, 4096),  # joiners: only the first @ is no address's
    ],
)
def test_what_fits_exactly_is_not_split(said: str, length: int) -> None:
    assert measure(message(said)) <= length
    assert len(split(message(said), LENGTH, measure)) == 1
    check(message(said))


def test_links_without_end_are_split_by_their_number_and_their_bytes() -> None:
    short, long = ("https://a.example/", "https://a.example/" + "x" * 1000)
    many = message(paragraph(*[Link("a ", short)] * 250))
    heavy = message(paragraph(*[Link("a ", long)] * 90))
    assert len(split(many, LENGTH, measure)) == 3
    assert len(split(heavy, LENGTH, measure)) == 3
    check(many)
    check(heavy)


@hostile.tries(0.4)
@example(f"@{hostile.DELETED}abcd")
@example("tg://user?id=1 /help")
@example("news.example/x](https://a.example/@abcd")
@given(hostile.text)
def test_any_text_is_accepted_reads_as_meant_and_pings_nobody(said: str) -> None:
    check(message(said))


@hostile.tries(0.1)
@example(message(paragraph("@", Bold("abcd"))))
@example(message(paragraph("tg:", Bold("//user?id=1"))))
@example(message(paragraph("/", Link("help", "https://a.example/"))))
@example(message(paragraph("a.b", Link("https://a.example/@abcd", ""))))
@given(hostile.message)
def test_any_message_has_exactly_the_formatting_that_was_meant(said: Message) -> None:
    check(said)


@hostile.tries(0.005)
@given(hostile.huge)
def test_any_length_is_split_into_messages_that_fit(said: Message) -> None:
    check(said)


@hostile.tries(0.04)
@given(st.from_regex(r"\Ahttps://[a-z0-9.-]{1,30}\.[a-z]{2,8}/[A-Za-z0-9@/_.~%+=&?#-]{0,12}(@abcd)?\Z"))
def test_an_address_that_is_left_alone_is_one_for_telegram(said: str) -> None:
    assert not [each for each in detected(bare(message(said))) if each.kind in {"Mention", "BotCommand"}]


@hostile.tries(0.1)
@given(hostile.text, hostile.url)
def test_a_name_or_address_cannot_break_out_of_its_place(said: str, url: str) -> None:
    shown, _ = parse(f"<b>{escaped(name(said))}</b>")
    assert shown == " ".join(shown.split())
    assert kept(shown)[0] == kept(shown)[1]
    assert not [each for each in detected(shown) if each.kind in {"Mention", "BotCommand"}]
    assert html(message(paragraph(Link("here", url), Text("!")))).endswith("!")
