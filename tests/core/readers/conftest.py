"""Readers at home, for every test of this room."""

from __future__ import annotations

import pytest

from storage.store import SqlStore
from tests.core.readers.room import Readers
from tests.fakes.clock import FakeClock


@pytest.fixture
def readers(store: SqlStore, clock: FakeClock) -> Readers:
    return Readers(store, clock)
