"""A database file of a test's own."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "briefing.sqlite3"


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite:///{path}"
