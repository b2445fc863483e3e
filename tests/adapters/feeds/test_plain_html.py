"""The fast reader of plain HTML gives what the HTML parser gives, or leaves the markup to it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from adapters.feeds import html, plain_html
from adapters.feeds.html import paragraphs

INLINE = st.sampled_from("b em i small span strong sub sup u a".split())
ATTRIBUTES = st.sampled_from(["", ' class="x"', " id='y'", ' href="https://post.example/?a=1&b=2"'])
WORDS = st.sampled_from("Talks| began |\n|Read more|&amp;|&#8217;|&nbsp;|&lt;b&gt;|&bogus;|é|<".split("|"))
TAGS = st.sampled_from('<br>|<br/>|<img src="x" alt="y">|<hr>|<p>|</p>|</a>|<!-- note -->'.split("|"))
TEXTS = st.one_of(WORDS, WORDS, TAGS)


def element(name: str, attributes: str, content: str) -> str:
    return f"<{name}{attributes}>{content}</{name}>"


RUNS = st.recursive(
    TEXTS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map("".join), st.builds(element, INLINE, ATTRIBUTES, inner)
    ),
    max_leaves=6,
)
MARKUP = st.lists(st.one_of(RUNS, st.builds(element, st.just("p"), ATTRIBUTES, RUNS)), max_size=4).map(
    "".join
)


def nothing(text: str) -> bool:
    return text.strip() == "Read more"


@given(MARKUP)
def test_both_readers_give_the_same_text(markup: str) -> None:
    assume(html._TAG.search(markup))
    text = plain_html.text_of(markup, html._says_nothing)
    assume(text is not None)
    assert paragraphs(text or "") == paragraphs(html._text_of_tags(markup))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('<p class="lead">Talks <b>began</b>.</p><p>They go on.</p>', "Talks began.\n\nThey go on."),
        ('Talks began. <a href="/x?a=1&b=2">Read more</a>', "Talks began."),
        ("One<br/>two &amp; <em>three <i>four</i></em>", "One two & three four"),
    ],
)
def test_the_usual_markup_is_read_fast(markup: str, text: str) -> None:
    found = plain_html.text_of(markup, nothing)
    assert found is not None
    assert paragraphs(found) == text


@pytest.mark.parametrize(
    "markup",
    [
        "<p>unclosed",
        "<p>one<p>two</p></p>",
        "<b>one<i>two</b></i>",
        "<div>one</div>",
        "<P>one</P>",
        "<p>one &bogus; two</p>",
        "<p>one &amp two</p>",
        "<a>Read more&nbsp</a>",
        "<p>one\x01</p>",
        "<p>one\ud800</p>",
        "<p>one\uffff</p>",
        "<p>5 < 6</p>",
        "<!-- <p>one</p> -->",
        "<p title=a>one</p>",
    ],
)
def test_whatever_is_odd_is_left_to_the_parser(markup: str) -> None:
    assert plain_html.text_of(markup, nothing) is None
