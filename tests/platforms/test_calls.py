"""The test server takes only calls that the Bot API describes, by its published words or our own table."""

from __future__ import annotations

import os
from functools import cache

import aiohttp
import pytest

from tests.platforms.conftest import Caller
from tests.platforms.telegram import TelegramServer, spec
from tests.platforms.telegram.refusals import Refused

TABLES = ["published", "own"]


@cache
def described(name: str) -> spec.Spec:
    if name == "own":
        return spec.own()
    if not spec.PUBLISHED.is_file():
        pytest.skip("the published description is not at hand")
    return spec.published(spec.PUBLISHED)


@pytest.fixture(params=TABLES)
def table(request: pytest.FixtureRequest) -> spec.Spec:
    return described(str(request.param))


def refusal(table: spec.Spec, method: str, **params: object) -> str:
    with pytest.raises(Refused) as caught:
        table.check(method, params)
    assert caught.value.code in {400, 404}
    return caught.value.description


def test_what_is_well_formed_passes(table: spec.Spec) -> None:
    params = {
        "chat_id": 5,
        "text": "Good morning",
        "disable_notification": True,
        "reply_markup": {"inline_keyboard": [[{"text": "Like", "callback_data": "like"}]]},
    }
    assert table.check("sendMessage", params) == params


def test_numbers_truths_and_objects_may_be_written_as_text(table: spec.Spec) -> None:
    given = {"chat_id": "-5", "text": "7", "protect_content": "True", "reply_markup": '{"force_reply":true}'}
    assert table.check("sendMessage", given) == {
        "chat_id": -5,
        "text": "7",
        "protect_content": True,
        "reply_markup": {"force_reply": True},
    }


def test_a_chat_may_be_named(table: spec.Spec) -> None:
    assert table.check("getChat", {"chat_id": "@gazette"}) == {"chat_id": "@gazette"}


def test_an_unknown_method_is_not_found(table: spec.Spec) -> None:
    assert refusal(table, "sendMesage", chat_id=1) == "Not Found"


def test_an_unknown_parameter_is_refused(table: spec.Spec) -> None:
    assert "unknown parameter 'txt'" in refusal(table, "sendMessage", chat_id=1, text="a", txt="b")


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"text": "a"}, "chat_id is empty"),
        ({"chat_id": 1}, "message text is empty"),
    ],
)
def test_a_missing_parameter_is_refused(table: spec.Spec, params: dict[str, object], why: str) -> None:
    assert refusal(table, "sendMessage", **params) == f"Bad Request: {why}"


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": 7},
        {"chat_id": 1.5},
        {"chat_id": True},
        {"disable_notification": "perhaps"},
        {"message_thread_id": "first"},
        {"reply_markup": "{"},
        {"reply_markup": ["inline_keyboard"]},
        {"reply_markup": {"inline_keyboard": [{"text": "a", "callback_data": "b"}]}},
        {"reply_markup": {"inline_keyboard": [[{"callback_data": "b"}]]}},
        {"reply_markup": {"inline_keyboard": [[{"text": "a", "data": "b"}]]}},
        {"link_preview_options": {"disabled": True}},
        {"entities": [{"type": "bold", "offset": "0", "length": 1}]},
    ],
)
def test_a_wrong_type_is_refused_at_any_depth(table: spec.Spec, wrong: dict[str, object]) -> None:
    params = {"chat_id": 1, "text": "a"} | wrong
    assert refusal(table, "sendMessage", **params).startswith("Bad Request: can't parse ")


def test_our_own_table_says_nothing_that_the_published_one_does_not() -> None:
    ours, theirs = spec.own(), described("published")
    everything = {**theirs.methods, **theirs.objects}
    for name, fields in {**ours.methods, **ours.objects}.items():
        published = everything[name]
        assert {each: published.get(each) for each in fields} == fields, name
        assert not [each for each in published.keys() - fields.keys() if published[each].required], name
    for name, choices in ours.choices.items():
        assert set(choices) <= set(theirs.choices[name])


def test_the_published_description_may_lie_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "TELEGRAM_API_SPEC", os.devnull + "/none")
    spec.at_hand.cache_clear()
    assert spec.at_hand() == spec.own()
    spec.at_hand.cache_clear()


async def test_a_form_is_read_as_json_is(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    ana.starts()
    await call.form("sendMessage", chat_id=str(ana.id), text="7", link_preview_options='{"is_disabled":true}')
    assert (server.last().text, server.last().preview) == ("7", {"is_disabled": True})


async def test_a_wrong_token_is_unauthorized(server: TelegramServer) -> None:
    async with (
        aiohttp.ClientSession(trust_env=False) as session,
        session.get(f"{server.url}/bot1:b/getMe") as answer,
    ):
        assert answer.status == 401
        assert await answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_a_revoked_token_is_unauthorized(server: TelegramServer, call: Caller) -> None:
    assert (await call("getMe"))["username"] == "briefing_test_bot"
    server.desk.revoked = True
    assert (await call.refusal("getMe")).code == 401


async def test_what_the_server_cannot_do_it_says(call: Caller) -> None:
    if "sendDice" in spec.at_hand().methods:
        assert (await call.refusal("sendDice", chat_id=1)).code == 501
    else:
        assert (await call.refusal("sendDice", chat_id=1)).code == 404


async def test_every_call_is_kept_with_its_answer(server: TelegramServer, call: Caller) -> None:
    await call("getMe")
    await call.refusal("getChat", chat_id=5)
    assert [(each.method, each.status) for each in server.calls] == [("getMe", 200), ("getChat", 400)]
    assert server.calls_of("getChat")[0].params == {"chat_id": 5}
    assert server.answered(400) == 1


def test_a_file_may_be_sent(table: spec.Spec) -> None:
    params = {"chat_id": 5, "document": object(), "caption": "All feeds."}
    assert table.check("sendDocument", params) == params
