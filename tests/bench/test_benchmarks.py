"""Every benchmark runs, on a size that says nothing about speed."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from bench.__main__ import main

NEEDED = {"ingest": "reader", "grouping": "sklearn"}
"""References that are installed for measuring only."""


@pytest.mark.timeout(240)
@pytest.mark.parametrize("name", ["ingest", "loop", "planning", "start", "memory", "grouping"])
def test_it_runs(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if name in NEEDED and not find_spec(NEEDED[name]):
        pytest.skip(f"{NEEDED[name]} is installed by make bench")
    if name == "memory" and sys.platform != "linux":
        pytest.skip("only Linux tells how much memory another process has")

    assert main([name, "--small", "--rounds", "1"], results=tmp_path) == 0

    found = json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))
    assert found["small"] is True
    assert found["rows"]
    assert found["rows"][0]["what"] in capsys.readouterr().out


def test_quality_without_its_data_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_SHARED", str(tmp_path))

    assert main(["quality"], results=tmp_path / "results") == 0

    assert "BRIEFING_SHARED" in capsys.readouterr().err
    assert not (tmp_path / "results").exists()


def test_an_unknown_benchmark_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["speed"])
    assert left.value.code == 2
    assert "ingest" in capsys.readouterr().err
