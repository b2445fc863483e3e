"""What the test server makes of texts is what Telegram makes of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.platforms.conftest import Caller
from tests.platforms.telegram import TelegramServer, texts
from tests.platforms.telegram.refusals import Refused


def html(raw: str) -> texts.Formatted:
    return texts.read(raw, "HTML")


def refusal(raw: str, mode: str | None = "HTML") -> str:
    with pytest.raises(Refused) as caught:
        texts.read(raw, mode)
    return caught.value.description


def test_tags_become_entities_in_utf16_units() -> None:
    read = html('🕊 <b>Northland</b> &amp; <a href="https://news.example/1?a&amp;b">Eastmark</a>')
    assert read.text == "🕊 Northland & Eastmark"
    bold, link = read.entities
    assert (bold.type, bold.offset, bold.length) == ("bold", 3, 9)
    assert (link.type, link.offset, link.url) == ("text_link", 15, "https://news.example/1?a&b")


def test_what_telegram_finds_by_itself_is_kept_apart() -> None:
    read = html("<b>@northland</b> says /start, <code>@nobody</code>, #peace")
    assert [(each.type, each.offset) for each in read.found] == [
        ("mention", 0),
        ("bot_command", 16),
        ("hashtag", 33),
    ]
    assert [each.type for each in read.entities] == ["bold", "code"]


def test_what_does_not_parse_is_refused_in_telegrams_words() -> None:
    assert refusal("<b>Northland") == (
        "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""
    )
    assert refusal("a < b").startswith("Bad Request: can't parse entities: ")
    assert refusal("a", "XML") == "Bad Request: unsupported parse_mode"


@pytest.mark.parametrize("raw", [" \n ", "<b> </b>", "\u2028", "\r"])
def test_nothing_to_show_is_refused(raw: str) -> None:
    assert refusal(raw) == "Bad Request: text must be non-empty"


def test_an_empty_text_is_refused() -> None:
    assert refusal("") == "Bad Request: message text is empty"


def test_half_a_letter_is_refused() -> None:
    assert refusal("\ud83d") == "Bad Request: strings must be encoded in UTF-8"


def test_4096_units_fit_and_one_more_does_not() -> None:
    assert texts.units(html(f"<b>{'🕊' * 2048}</b>").text) == 4096
    assert refusal("🕊" * 2048 + "a") == "Bad Request: message is too long"
    assert html("&amp;" * 4096).text == "&" * 4096


def test_32768_bytes_fit_and_one_more_does_not() -> None:
    link = '<a href="https://news.example/">'
    filler = "<i></i>" * ((32_768 - len(link) - 5) // 7)
    rest = 32_768 - len(link) - 4 - len(filler)
    assert html(f"{link}{'x' * rest}</a>{filler}").text == "x" * rest
    assert refusal(f"{link}{'x' * (rest + 1)}</a>{filler}") == "Bad Request: text is too long"


def test_entities_after_the_hundredth_are_dropped_without_a_word() -> None:
    read = html(" ".join(["<b>x</b>"] * 120))
    assert len(read.entities) == 100


def test_white_space_around_a_text_goes() -> None:
    read = html("\n <b> Northland </b>recalls \n")
    assert read.text == "Northland recalls"
    assert [(each.offset, each.length) for each in read.entities] == [(0, 10)]


def test_what_telegram_removes_revives_what_it_broke() -> None:
    read = html("@\u202enorth\u0333land <b>E\u030aastmark</b>\x0b!")
    assert read.text == "@northland Eastmark !"
    assert [each.type for each in read.found] == ["mention"]
    assert [(each.offset, each.length) for each in read.entities] == [(11, 8)]


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_cleaning_keeps_entities_on_their_words(text: str) -> None:
    words = "Northland"
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    read = html(f"{escaped}<b>{words}</b>{escaped}")
    bold = next(each for each in read.entities if each.type == "bold")
    raw = read.text.encode("utf-16-le")
    assert raw[2 * bold.offset : 2 * bold.end].decode("utf-16-le") == words


async def test_the_answer_shows_what_was_read(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    ana.starts()
    answer = await call("sendMessage", chat_id=ana.id, text="<i>Hello</i> @northland", parse_mode="HTML")
    assert answer["text"] == "Hello @northland"
    assert [each["type"] for each in answer["entities"]] == ["italic", "mention"]
    seen = server.last()
    assert [each.type for each in seen.entities] == ["italic"]
    assert [seen.words(each) for each in seen.pings] == ["@northland"]
