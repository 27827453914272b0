"""The parts of the measurements work. How fast anything is, is not asked here."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cast import REPOSITORY

pytestmark = pytest.mark.deep

NAMES = {
    *(
        f"{name}_us_{part}_{rules}_rules"
        for name in ("gate", "gate_explained")
        for part in ("p50", "p99")
        for rules in (10, 100, 1_000, 10_000)
    ),
    *(f"http_rps_{connections}" for connections in (1, 8, 32)),
    "http_p50_ms_1",
    "http_p95_ms_8",
    "floor_rps_8",
    "empty_rps_8",
    "http_ratio_to_floor_8",
    "http_sql_round_trips",
    "doorbell_ms_p50",
    "analysis_s_1000_rules",
    "analysis_ms_edited_rule",
    "replay_per_s",
    "bare_counter_per_second",
    "hot_limit_ratio",
    "hot_rolling_limit_ratio",
}


# A minute and a half by itself on two cores, and it is not by itself.
@pytest.mark.timeout(400)
def test_every_figure_is_measured_and_written_down(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.bench", "--small"],
        env={**os.environ, "REMIT_DATA": str(tmp_path)},
        cwd=REPOSITORY,
        check=True,
    )

    written = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert set(written["figures"]) == NAMES
    assert all(figure > 0 for figure in written["figures"].values())
