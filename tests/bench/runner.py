"""Measuring everything, and writing the figures down."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.bench.analysis import analysis_figures
from tests.bench.asking import asking_figures, served
from tests.bench.doorbell import doorbell_figures
from tests.bench.gate import gate_figures
from tests.bench.limits import limit_figures
from tests.cast import make_acme, payment
from tests.round_trips import round_trips

FILE = "bench.json"
# What is aimed at: the figure, and whether more is better.
_AIMS = {
    "gate_us_p50_1000_rules": ("<=", 5.0),
    "http_ratio_to_floor_8": (">=", 0.5),
    "http_sql_round_trips": ("<=", 6.0),
    "doorbell_ms_p50": ("<=", 50.0),
    "analysis_s_1000_rules": ("<=", 1.0),
    "analysis_ms_edited_rule": ("<=", 50.0),
    "replay_per_s": (">=", 100_000.0),
}
Figures = dict[str, float]


@dataclass(frozen=True)
class Scale:
    """How much is measured."""

    questions: int
    rounds: int
    seconds: float
    rings: int


WHOLE = Scale(questions=400, rounds=7, seconds=2.0, rings=30)
# Enough to see that all parts work.
SMALL = Scale(questions=10, rounds=1, seconds=0.3, rings=2)


def measure(scale: Scale) -> Figures:
    """Return all figures."""
    figures = gate_figures(questions=scale.questions, rounds=scale.rounds)
    figures["http_sql_round_trips"] = _round_trips()
    figures |= analysis_figures(rounds=min(scale.rounds, 3))
    figures |= limit_figures(rounds=scale.rounds, seconds=scale.seconds / 2)
    with tempfile.TemporaryDirectory(prefix="remit-bench-") as name:
        folder = Path(name)
        # First, while there is nothing else to carry out.
        figures |= doorbell_figures(folder, times=scale.rings)
        with served(folder) as asking:
            figures |= asking_figures(
                asking, rounds=scale.rounds, seconds=scale.seconds
            )
    return {name: round(figure, 3) for name, figure in figures.items()}


def write(figures: Figures, folder: Path) -> Path:
    """Write the figures into a folder and return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE
    file.write_text(json.dumps({"figures": figures}, indent=2) + "\n", encoding="utf-8")
    return file


def table(figures: Figures) -> str:
    """Return the figures as lines that people read."""
    return "\n".join(
        f"{name:<24} {figure:>10,.2f}   {_aimed(name, figure)}".rstrip()
        for name, figure in figures.items()
    )


def _aimed(name: str, figure: float) -> str:
    if name not in _AIMS:
        return ""
    sign, aim = _AIMS[name]
    reached = figure >= aim if sign == ">=" else figure <= aim
    return f"aim {sign} {aim:g}: {'reached' if reached else 'missed'}"


def _round_trips() -> float:
    cast = make_acme()
    run = cast.open_run()
    # Once before: what is read once per process is read.
    cast.ask_payment(run, amount="0.01")
    body = payment(run, amount="0.01")
    return round_trips(lambda: cast.api("POST", "actions", body))
