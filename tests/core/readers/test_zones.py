"""Time zones by their name or a large city."""

from __future__ import annotations

import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.readers.zones import LANGUAGE_ZONES, City, _places, find_zone


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("asia/tokyo", "Asia/Tokyo"),
        (" tokyo ", "Asia/Tokyo"),
        ("UTC", "UTC"),
        ("america/new york", "America/New_York"),
        ("New York", "America/New_York"),
        ("münchen", "Europe/Berlin"),
        ("Zurich", "Europe/Zurich"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("Xian", "Asia/Shanghai"),
        ("Petersburg", "Europe/Moscow"),
        ("Washington D.C.", "America/New_York"),
        ("Kiev", "Europe/Kyiv"),
        ("knox", "America/Indiana/Knox"),
        ("48.86,2.35", "Europe/Paris"),
        (" 35.7 , 139.7 ", "Asia/Tokyo"),
        ("-33.92,18.42", "Africa/Johannesburg"),
        ("+40.71,-74.", "America/New_York"),
    ],
)
def test_a_zone_is_found_by_its_name_or_by_a_city(text: str, zone: str) -> None:
    assert find_zone(text) == zone


@pytest.mark.parametrize(
    ("text", "sentence", "near"),
    [
        ("Tokio", "zone-unknown-near", "Asia/Tokyo"),
        ("Berln", "zone-unknown-near", "Europe/Berlin"),
        ("Europe/Pariss", "zone-unknown-near", "Europe/Paris"),
        ("Nowhereville", "zone-unknown", None),
        ("", "zone-unknown", None),
        ("UTC+3", "zone-offset", None),
        ("-05:00", "zone-offset", None),
        ("EST", "zone-offset", None),
        ("hst", "zone-offset", None),
        ("Asia/Tok", "zone-unknown-near", "Asia/Tokyo"),
        ("Johannes", "zone-unknown-near", "Africa/Johannesburg"),
        ("91,0", "zone-no-place", None),
        ("48.86,200", "zone-no-place", None),
        ("30,-30", "zone-at-sea", None),
        ("90,0", "zone-at-sea", None),
        ("48.86", "zone-unknown", None),
    ],
)
def test_an_unknown_zone_is_answered_with_the_nearest(text: str, sentence: str, near: str | None) -> None:
    with pytest.raises(UserError) as caught:
        find_zone(text)
    assert caught.value.sentence == sentence
    assert caught.value.details.get("near") == near


def test_a_name_of_places_in_several_zones_gives_them_with_their_countries() -> None:
    assert find_zone("san jose") == (
        City("San José", "Costa Rica", "America/Costa_Rica"),
        City("San Jose", "United States", "America/Los_Angeles"),
    )


def test_every_city_and_every_guess_has_a_zone_that_there_is() -> None:
    zones = {city.zone for cities in _places().values() for city in cities}
    assert {*zones, *LANGUAGE_ZONES.values()} <= zoneinfo.available_timezones()


@given(
    st.sampled_from(sorted(zoneinfo.available_timezones() - {"Factory", "EST", "MST", "HST"})), st.booleans()
)
def test_every_zone_is_found_in_any_case_and_with_spaces(zone: str, upper: bool) -> None:
    typed = zone.replace("_", " ")
    found = find_zone(typed.upper() if upper else typed.lower())
    assert isinstance(found, str)
    # Etc/GMT-5 and the like differ in a sign that folding must not lose.
    assert found == zone


@given(st.text(max_size=30))
def test_any_text_is_a_zone_or_cities_or_a_clear_refusal(text: str) -> None:
    try:
        found = find_zone(text)
    except UserError:
        return
    assert found


@given(north=st.floats(-90, 90), east=st.floats(-180, 180))
def test_every_place_on_earth_has_a_zone_or_a_sentence(north: float, east: float) -> None:
    try:
        said = find_zone(f"{north:.4f},{east:.4f}")
    except UserError as error:
        said = error.sentence
    assert said in {"zone-at-sea", *zoneinfo.available_timezones()}
