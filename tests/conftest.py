"""What every test may ask for: a clock that does not run."""

from __future__ import annotations

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.store import store  # noqa: F401 - a fixture for every test


@pytest.fixture
def clock() -> FakeClock:
    """A clock pinned to 3 January 2026, 18:00 UTC."""
    return FakeClock()
