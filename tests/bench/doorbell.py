"""How soon what was authorized is being carried out, on a stack that is idle."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from uuid import UUID

import httpx2

from config.embedded import children
from config.supervisor import commands
from config.supervisor.plan import make_plan
from governance.models import Action, Intent
from governance.states import ActionStatus
from tests import processes
from tests.cast import REPOSITORY, Cast, make_acme, payment
from tests.ports import free_port
from tests.processes import START_SECONDS, eventually, listens


def doorbell_figures(folder: Path, *, times: int) -> dict[str, float]:
    """Return the median milliseconds from a question's answer to its intent.

    The intent is recorded after the action has been marked as running, so this is
    rather more than what an agent would see.
    """
    cast = make_acme()
    with _stack(folder) as address:
        # The first one loads what all later ones have.
        _waited(cast, address)
        waited = [_waited(cast, address) for _ in range(times)]
    return {"doorbell_ms_p50": median(waited)}


def _waited(cast: Cast, address: str) -> float:
    answer = httpx2.post(
        f"{address}/api/v1/actions",
        json=payment(cast.open_run(), amount="0.01"),
        headers={
            "Authorization": f"Bearer {cast.key}",
            "Idempotency-Key": os.urandom(8).hex(),
        },
    )
    assert answer.json()["status"] == ActionStatus.AUTHORIZED, answer.text
    action_id = UUID(answer.json()["id"])
    eventually(lambda: _is_over(cast, action_id))
    with cast.scope():
        asked = Action.objects.get(id=action_id).decisions.earliest("decided_at")
        intent = Intent.objects.get(action=action_id)
    return (intent.recorded_at - asked.decided_at).total_seconds() * 1_000


def _is_over(cast: Cast, action_id: UUID) -> bool:
    with cast.scope():
        return Action.objects.get(id=action_id).status == ActionStatus.SUCCEEDED


@contextmanager
def _stack(folder: Path) -> Iterator[str]:
    made = make_plan(source=REPOSITORY, data=folder, demo=False, invoices=None)
    plan = replace(made, port=free_port())
    env = {**os.environ, "LOG_LEVEL": "INFO"}
    with processes.bank(folder):
        running = [
            children.start(command, log=folder / f"{command.name}.log")
            for command in (
                commands.web(plan, env),
                commands.worker(plan, env),
            )
        ]
        try:
            log = folder / "celery.log"
            eventually(
                lambda: listens(plan.port) and " ready." in log.read_text(),
                seconds=START_SECONDS,
            )
            yield f"http://127.0.0.1:{plan.port}"
        finally:
            for child in running:
                child.stop()
