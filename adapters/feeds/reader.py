"""The FeedReader: fetch, notice that nothing is new, parse in a child."""

from __future__ import annotations

from http import HTTPStatus

from adapters.feeds import codec
from adapters.feeds.fetch import Fetcher, Page
from adapters.feeds.limits import Limits
from adapters.feeds.pool import Pool
from adapters.feeds.refusals import Unreachable
from bot.model.news import ParsedFeed, Validators
from bot.ports.clock import Clock
from bot.ports.feeds import FeedRequest, Fetched, FetchOutcome, Gone, Unchanged


class WebFeedReader:
    """Reads feeds of the open web."""

    def __init__(self, fetcher: Fetcher, pool: Pool, clock: Clock, limits: Limits) -> None:
        self._fetcher = fetcher
        self._pool = pool
        self._clock = clock
        self._limits = limits

    async def read(self, request: FeedRequest) -> FetchOutcome:
        try:
            page = await self._fetcher.get(
                request.url, cap=self._limits.document_bytes, known=request.validators
            )
            if page.status == HTTPStatus.GONE:
                return Gone()
            if page.status == HTTPStatus.NOT_MODIFIED:
                return Unchanged(page.home, _renewed(request.validators, page.validators), page.fresh_for)
            if page.fingerprint == request.fingerprint:
                return Unchanged(page.home, page.validators, page.fresh_for)
            feed = await self.parse(page)
        except Unreachable as error:
            return error.as_failure()
        return Fetched(page.home, feed, page.validators, page.fingerprint, page.fresh_for)

    async def parse(self, page: Page) -> ParsedFeed:
        """The feed in a page; raises Unreachable if it is none."""
        value = await self._pool.run(
            "feed",
            page.body,
            url=page.url,
            type=page.content_type,
            now=self._clock.now().isoformat(),
            most=self._limits.entries,
        )
        return codec.from_json(value)


def _renewed(known: Validators, sent: Validators) -> Validators:
    """A 304 may bring new validators, and need not repeat the old ones."""
    return Validators(sent.etag or known.etag, sent.last_modified or known.last_modified)
