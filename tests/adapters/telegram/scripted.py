"""A Bot API on loopback that answers by script, every call noted: for answers that are rare."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from typing import Any, Self

from aiohttp import web
from pydantic import SecretStr

from adapters.telegram.api import Api

ME = 110
NORTH = -100_500  # a group
HARBOUR = -100_700  # a channel

Answer = Callable[[dict[str, Any]], Any]
"""From a call's parameters to its result, or to what comes of waiting for it; raises what goes wrong."""


class Refused(Exception):
    """An answer of Telegram's that is an error."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
        self.code = code


class Lost(Exception):
    """The connection breaks before the answer."""


class Script:
    """Answers each method by its script; open it with ``async with``."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._serve)
        runner = web.AppRunner(app, shutdown_timeout=0)
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        address = runner.addresses[0]
        self.api = await self._stack.enter_async_context(
            Api(SecretStr(f"{ME}:secret"), f"http://{address[0]}:{address[1]}")
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def says(self, method: str, result: object) -> None:
        """From now on the method results in this, or goes wrong with it."""

        def answer(_: dict[str, Any]) -> object:
            if isinstance(result, Exception):
                raise result
            return result

        self.answers[method] = answer

    def named(self, name: str) -> list[dict[str, Any]]:
        """The parameters of all calls of one method."""
        return [parameters for called, parameters in self.calls if called == name]

    async def _serve(self, request: web.Request) -> web.Response:
        method, parameters = request.match_info["method"], _plain(await request.json())
        self.calls.append((method, parameters))
        try:
            result = self.answers[method](parameters)
            if inspect.isawaitable(result):
                result = await result
        except Refused as refused:
            return web.json_response(refused.body, status=refused.code)
        except Lost:
            assert request.transport
            request.transport.abort()
            raise
        return web.json_response({"ok": True, "result": result})


def _plain(parameters: dict[str, Any]) -> dict[str, Any]:
    """The parameters as they were meant: the library writes each as JSON within the JSON."""
    plain = dict(parameters)
    for name, value in parameters.items():
        with suppress(ValueError, TypeError):
            plain[name] = json.loads(value)
    return plain


def user(number: int = ME) -> dict[str, object]:
    return {"id": number, "is_bot": number == ME, "first_name": "Briefing"}


def me(**more: object) -> dict[str, object]:
    return {**user(), "username": "north_briefing_bot", "can_join_groups": True, **more}


def member(status: str, number: int = ME, **more: object) -> dict[str, object]:
    """A ChatMember as the Bot API gives it, with the fields that its status has to have."""
    told: dict[str, object] = {"status": status, "user": user(number)}
    if status == "administrator":
        told |= dict.fromkeys(_ADMINISTRATOR, False)
    elif status == "restricted":
        told |= dict.fromkeys(_RESTRICTED, False) | {"until_date": 0}
    elif status == "creator":
        told |= {"is_anonymous": False}
    elif status == "kicked":
        told |= {"until_date": 0}
    return told | more


def chat(number: int, kind: str, **more: object) -> dict[str, object]:
    """A ChatFullInfo as the Bot API gives it."""
    gifts = dict.fromkeys(_GIFTS, False)
    told = {"id": number, "type": kind, "accent_color_id": 0, "max_reaction_count": 11}
    return {**told, "accepted_gift_types": gifts, **more}


_ADMINISTRATOR = """can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats
    can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories
    can_edit_stories can_delete_stories""".split()
_RESTRICTED = """is_member can_change_info can_invite_users can_pin_messages can_send_messages
    can_send_polls can_send_other_messages can_add_web_page_previews can_manage_topics can_send_audios
    can_send_documents can_send_photos can_send_videos can_send_video_notes can_send_voice_notes
    can_edit_tag can_react_to_messages""".split()
_GIFTS = "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels".split()
