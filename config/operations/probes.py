"""Whether this process lives, and whether it can serve: for those who watch it.

Answered before anything else of a request is looked at: a watcher calls a process
by its address, which is no host of ours, and over plain http.
"""

from collections.abc import Callable
from functools import cache
from http import HTTPStatus

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from kombu.exceptions import OperationalError as BrokerError

from config.celery import app
from governance.selectors.neglected import LATE_SECONDS, neglected
from governance.selectors.pulse import ages

_BROKER_SECONDS = 1.0
Respond = Callable[[HttpRequest], HttpResponse]


class NotMigratedError(Exception):
    """The database lacks migrations that this program has."""


def probes(respond: Respond) -> Respond:
    """Answer ``/healthz`` and ``/readyz``; leave every other request alone."""
    answers = {"/healthz": healthz, "/readyz": readyz}

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = answers.get(request.path_info)
        if answer is None or request.method not in {"GET", "HEAD"}:
            return respond(request)
        return answer()

    return middleware


def healthz() -> JsonResponse:
    """Answer 200: this process lives. Restart it when it does not answer."""
    return _answer({"status": "alive"})


def readyz() -> JsonResponse:
    """Answer 200 when this process can serve, 503 when it must not be asked.

    A broker that is down, a sweeper that is late, workers that do not hear the doorbell
    or work that nobody has seen to only delays: all are told, none makes it unready.
    """
    try:
        age, left = ages(), neglected()
        _refuse_unmigrated()
    except DatabaseError:
        return _answer({"status": "unready", "database": "no answer"}, ready=False)
    except NotMigratedError:
        return _answer({"status": "unready", "migrations": "missing"}, ready=False)
    told = {
        "database": "ok",
        "migrations": "ok",
        "broker": "ok" if _broker_answers() else "no answer",
        "sweeper": _by_age(age.sweep),
        "doorbell": _by_age(age.doorbell),
        "work": "neglected" if left else "ok",
    }
    delayed = set(told.values()) != {"ok"}
    return _answer({"status": "delayed" if delayed else "ready", **told})


def _by_age(seconds: float | None) -> str:
    return "late" if seconds is None or seconds > LATE_SECONDS else "ok"


@cache
def _refuse_unmigrated() -> None:
    # Asked until it is so, and then no more: reading the plan is slow.
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotMigratedError


def _broker_answers() -> bool:
    try:
        with app.connection_for_write(connect_timeout=_BROKER_SECONDS) as broker:
            broker.ensure_connection(max_retries=1, timeout=_BROKER_SECONDS)
    except (BrokerError, OSError):
        return False
    return True


def _answer(body: dict[str, str], *, ready: bool = True) -> JsonResponse:
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})
