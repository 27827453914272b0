"""The processes of the stack: the product's own command lines, with short times."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from config.embedded.children import Command
from config.supervisor import commands
from config.supervisor.plan import make_plan
from tests.cast import REPOSITORY

# Shorter than anybody would choose, so that what is lost is found while we watch.
LEASE_SECONDS = 2
SWEEP_SECONDS = 1
SHORT = {
    "ACTION_LEASE_SECONDS": str(LEASE_SECONDS),
    "RUN_LEASE_SECONDS": str(LEASE_SECONDS),
    "SWEEP_SECONDS": str(SWEEP_SECONDS),
    "LOCK_TIMEOUT_MS": "2000",
    "GRANIAN_RESPAWN_INTERVAL": "0.1",
    "LOG_LEVEL": "INFO",
    "PYTHONUNBUFFERED": "1",
}
# Written into a run when it is opened: only scenarios about silence want it short.
_PATIENT = {"RUN_LEASE_SECONDS": "3600"}

WORKERS = ("worker-1", "worker-2")
# For those who need more hands.
MORE_WORKERS = ("worker-3", "worker-4")
CARRIERS = (*WORKERS, "beat", "sweep")
ALL = ("bank", "web", *CARRIERS)


def programs(
    folder: Path, env: Mapping[str, str], ports: Mapping[str, int]
) -> dict[str, Command]:
    """Return how to run everything that a scenario may want, by name."""
    made = make_plan(source=REPOSITORY, data=folder, demo=False, invoices=None)
    plan = replace(made, port=ports["web"])
    other = replace(made, port=ports["web-short"], data=folder / "other")
    bank = ["--port", str(ports["bank"]), "--data", str(folder / "bank")]
    return {
        "bank": _module("examples.bank", *bank, env=env),
        "web": commands.web(plan, {**env, **_PATIENT}),
        "web-short": commands.web(other, env),
        **{name: _worker(env) for name in WORKERS + MORE_WORKERS},
        "beat": commands.scheduler(plan, env),
        "beat-again": commands.scheduler(other, env),
        "sweep": commands.sweeper(plan, env),
    }


def _module(name: str, *arguments: str, env: Mapping[str, str]) -> Command:
    return Command(
        name=name,
        arguments=[sys.executable, "-m", name, *arguments],
        env=env,
        cwd=REPOSITORY,
    )


def _worker(env: Mapping[str, str]) -> Command:
    """Return how to run one worker that does one thing at a time."""
    arguments = ["-A", "config.celery", "worker", "--loglevel", "INFO"]
    arguments += ["--pool", "prefork", "--concurrency", "1"]
    arguments += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return _module("celery", *arguments, env=env)
