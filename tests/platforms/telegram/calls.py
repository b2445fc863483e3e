"""A call's way through the server: who asks, is it well formed, what does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.platforms.telegram import asking, sending, spec
from tests.platforms.telegram.menus import Menus
from tests.platforms.telegram.rates import Rates
from tests.platforms.telegram.refusals import NOT_FOUND, UNAUTHORIZED, Refused, conflict
from tests.platforms.telegram.webhook import Webhook
from tests.platforms.telegram.world import World

_LONGEST_POLL = 50  # seconds
_WEBHOOK_SET = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class Desk:
    """Does what the bot asks for; ``revoked``: its token is good no longer."""

    def __init__(self, world: World, token: str, rates: Rates, webhook: Webhook) -> None:
        self.menus = Menus()
        self.revoked = False
        self._world = world
        self._token = token
        self._rates = rates
        self._webhook = webhook

    async def call(self, token: str, method: str, given: Mapping[str, object]) -> object:
        """The result; raises Refused."""
        if token != self._token:
            raise UNAUTHORIZED if ":" in token else NOT_FOUND
        if self.revoked:
            raise UNAUTHORIZED
        params = spec.at_hand().check(method, given)
        if method == "getUpdates":
            return await self._get_updates(params)
        if method in sending.METHODS:
            return sending.METHODS[method](self._world, self._rates, params)
        if method in (others := {**asking.METHODS, **self.menus.methods}):
            return others[method](self._world, params)
        if method in self._webhook.methods:
            return self._webhook.methods[method](params)
        raise Refused(501, f"Not Implemented: the test server has no {method}")

    async def _get_updates(self, params: Mapping[str, Any]) -> object:
        if self._webhook.url:
            raise conflict(_WEBHOOK_SET)
        updates = self._world.updates
        if "allowed_updates" in params:
            updates.allowed = tuple(params["allowed_updates"])
        seconds = min(params.get("timeout", 0), _LONGEST_POLL)
        limit = min(max(params.get("limit", 100), 1), 100)
        return [each.body for each in await updates.poll(params.get("offset", 0), limit, seconds)]
