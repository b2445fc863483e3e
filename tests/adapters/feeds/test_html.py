"""From HTML to what a reader sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.feeds.html import paragraphs, to_line, to_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<div>One.<div>Two.</div>Three.</div>", "One.\n\nTwo.\n\nThree."),
        ("One<br>line<br/><br/>and another", "One line\n\nand another"),
        ("a <b>bold</b> <i>word</i>, <a href='/x'>linked</a>.", "a bold word, linked."),
        ("<p>Two\n  lines</p>", "Two lines"),
        ("<script>evil()</script><style>p{}</style>Text<!-- note -->", "Text"),
        (
            "<figure><img alt='A palace'><figcaption>The palace</figcaption></figure>Talks began.",
            "Talks began.",
        ),
        ("<ul><li>First</li><li>Second</li></ul>", "First\n\nSecond"),
        ("<table><tr><td>Seats</td><td>40</td></tr></table>", "Seats 40"),
        ("Q&amp;A &#8211; &lt;b&gt; is no tag", "Q&A – <b> is no tag"),
        ("no markup at all\n\nbut two paragraphs", "no markup at all\n\nbut two paragraphs"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("Talks began. <a href='/x'>Read more</a>", "Talks began."),
        ("<p>Talks began.</p><p><a href='/x'>Continue reading <span>Talks</span> →</a></p>", "Talks began."),
        ("<p>Talks began.</p><p>The post <a>Talks</a> appeared first on <a>Courier</a>.</p>", "Talks began."),
        ("Talks began [&#8230;]", "Talks began…"),
        ("<p>unclosed <b>tags", "unclosed tags"),
        ("\x00<p>\ud800&#x202e;x&#0;</p>", "?x�"),
        ("", ""),
        ("<p> </p>", ""),
    ],
)
def test_html_becomes_the_text_that_a_reader_sees(markup: str, text: str) -> None:
    assert to_text(markup) == text


def test_a_title_is_one_line() -> None:
    assert to_line("Embassy\n <em>opens</em><br>again &amp; again") == "Embassy opens again & again"


def test_a_sentence_that_mentions_reading_stays() -> None:
    text = "He said that the public should read more about Eastmark before it votes on the treaty."
    assert to_text(f"<p>{text}</p>") == text


@given(st.text(st.sampled_from("<>&;/ab \n\"'=!-#x1"), max_size=300))
def test_no_markup_breaks_it_and_what_comes_is_folded(markup: str) -> None:
    text = to_text(markup)
    assert text == paragraphs(text)


@pytest.mark.parametrize(
    "flood",
    [
        "<div>",
        "<a>",
        "<!--",
        "<",
        "&",
        "<b>[ ",
        "\n ",
        "<table><tr><td>",
        "&lt;",
        "<a href=x>read",
        "] [",
        "- ",
    ],
)
def test_a_flood_costs_no_more_than_its_length(flood: str) -> None:
    to_text(flood * (400_000 // len(flood)))
