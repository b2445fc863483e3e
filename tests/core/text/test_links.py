"""Addresses are the same page when they surely are, and only then."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.links import is_web, normalise, outlet_host, without_tracking, without_userinfo


@pytest.mark.parametrize(
    "other",
    [
        "http://harbourpost.example/world/fence?id=7",
        "https://WWW.HarbourPost.example/world/fence?id=7",
        "https://harbourpost.example:443/world/fence/?id=7",
        "http://harbourpost.example:80/world/fence?id=7",
        "https://harbourpost.example/world/fence?id=7#comments",
        "https://harbourpost.example/world/fence?utm_source=rss&id=7&fbclid=x",
        " https://harbourpost.example/world/fence?id=7&at_medium=RSS&mc_cid=1 ",
    ],
)
def test_addresses_of_one_page_have_one_key(other: str) -> None:
    assert normalise(other) == normalise("https://harbourpost.example/world/fence?id=7")


@pytest.mark.parametrize(
    "other",
    [
        "https://harbourpost.example/world/fence?id=8",
        "https://harbourpost.example/world/Fence?id=7",
        "https://harbourpost.example:8443/world/fence?id=7",
        "https://m.harbourpost.example/world/fence?id=7",
        "https://harbourpost.example/world?id=7",
    ],
)
def test_addresses_that_may_be_other_pages_have_other_keys(other: str) -> None:
    assert normalise(other) != normalise("https://harbourpost.example/world/fence?id=7")


def test_the_order_of_parameters_does_not_matter() -> None:
    assert normalise("https://a.example/x?b=2&a=1") == normalise("https://a.example/x?a=1&b=2")


@given(st.text(st.sampled_from("aw./-7?&=_")))
def test_the_key_of_a_simple_address_is_that_of_its_other_spellings(text: str) -> None:
    page = f"post.example/{text}"
    key = normalise(f"https://{page}")
    assert key == normalise(f"http://{page}") == normalise(f"https://www.{page}#top")


@given(st.text())
def test_no_text_breaks_it_and_a_key_is_its_own_key(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    outlet_host(text)


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        ("http://post.example/a?utm_source=rss&b=2&a=1&at_medium=x#top", "http://post.example/a?b=2&a=1#top"),
        ("https://post.example/a?utm_source=rss", "https://post.example/a"),
        ("https://post.example/a?fbclid=x#top", "https://post.example/a#top"),
        ("https://post.example/a?b=&&a", "https://post.example/a?b=&&a"),
        ("https://post.example/a#?utm_source=rss", "https://post.example/a#?utm_source=rss"),
    ],
)
def test_what_only_tracks_readers_leaves_an_address_and_nothing_else_changes(url: str, bare: str) -> None:
    assert without_tracking(url) == bare


@given(st.text(st.sampled_from("a?&=#utm_")))
def test_an_address_without_tracking_is_the_same_page(text: str) -> None:
    url = f"https://post.example/{text}"
    assert normalise(without_tracking(url)) == normalise(url)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.harbourpost.example/a", "harbourpost.example"),
        ("https://edition.news.courier.co.uk/a", "courier.co.uk"),
        ("https://radio.example.fr", "example.fr"),
        ("http://192.0.2.7:8800/feed", "192.0.2.7"),
        ("no address", ""),
        (None, ""),
    ],
)
def test_an_outlet_is_the_domain_that_it_registered(url: str | None, host: str) -> None:
    assert outlet_host(url) == host


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "tg://user?id=1", "https://", "", None]
)
def test_only_http_addresses_with_a_host_are_of_the_web(url: str | None) -> None:
    assert not is_web(url)
    assert is_web("HTTPS://harbourpost.example/a")


def test_a_broken_address_is_compared_as_it_stands() -> None:
    assert normalise("http://[broken/") == "http://[broken/"
    assert normalise("https://a.example:99999/x") == "https://a.example/x"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://ana:secret@post.example:8080/feed?id=7", "https://post.example:8080/feed?id=7"),
        ("https://secret@post.example/feed", "https://post.example/feed"),
        ("https://ana:p@ss@post.example/feed", "https://post.example/feed"),
        ("HTTP://Post.example/@ana?to=b@c.example", "HTTP://Post.example/@ana?to=b@c.example"),
        ("/lists/a@b.opml", "/lists/a@b.opml"),
    ],
)
def test_an_address_is_shown_without_who_may_read_it(url: str, shown: str) -> None:
    assert without_userinfo(url) == shown
