"""Whether a process lives and can serve: told to whoever watches, by any address."""

from collections.abc import Iterator
from dataclasses import replace
from unittest import mock

import pytest
from django.db import OperationalError, connections
from django.test import Client as Browser

from config.celery import app
from config.operations import probes
from governance.selectors.pulse import Ages, ages
from governance.services.hearing import hear
from governance.services.sweep import sweep
from governance.tasks import wake

# As a watcher calls: by an address that is no host of ours, over plain http.
WATCHER = {"HTTP_HOST": "10.0.3.7:8000"}
CHECKS = {"database", "migrations", "broker", "sweeper", "doorbell", "work"}


@pytest.fixture(autouse=True)
def _asked_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # What other tests have left is old, and nobody has seen to it.
    monkeypatch.setattr(probes, "neglected", dict)
    probes._refuse_unmigrated.cache_clear()
    yield
    probes._refuse_unmigrated.cache_clear()


def asked(path: str) -> tuple[int, dict[str, str]]:
    answer = Browser().get(path, **WATCHER)  # type: ignore[arg-type]
    return answer.status_code, answer.json()


def gone(*_: object, **__: object) -> float:
    raise OperationalError("the connection is closed")


def test_a_process_that_can_serve_says_so() -> None:
    sweep()
    hear()

    assert asked("/healthz") == (200, {"status": "alive"})
    assert asked("/readyz") == (200, {"status": "ready", **dict.fromkeys(CHECKS, "ok")})


def test_without_its_database_it_lives_and_cannot_serve() -> None:
    with mock.patch.object(probes, "ages", gone):
        assert asked("/healthz") == (200, {"status": "alive"})
        assert asked("/readyz") == (503, {"status": "unready", "database": "no answer"})


def test_before_its_migrations_it_cannot_serve() -> None:
    last = "DELETE FROM django_migrations WHERE app = 'governance' AND name = %s"
    again = (
        "INSERT INTO django_migrations (app, name, applied) "
        "VALUES ('governance', %s, remit_now())"
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT max(name) FROM django_migrations WHERE app='governance'")
        name = cursor.fetchone()
        cursor.execute(last, name)
        try:
            unready = asked("/readyz")
        finally:
            cursor.execute(again, name)

    assert unready == (503, {"status": "unready", "migrations": "missing"})
    assert asked("/readyz")[0] == 200


@pytest.mark.parametrize("seconds", [None, 600.0])
@pytest.mark.parametrize("who", ["sweep", "doorbell"])
def test_who_is_late_delays_and_is_told(who: str, seconds: float | None) -> None:
    found = replace(Ages(sweep=1.0, doorbell=1.0), **{who: seconds})
    with mock.patch.object(probes, "ages", return_value=found):
        status, told = asked("/readyz")

    late = {"sweep": "sweeper", "doorbell": "doorbell"}[who]
    assert (status, told["status"]) == (200, "delayed")
    assert [name for name in CHECKS if told[name] != "ok"] == [late]


def test_a_worker_that_hears_the_doorbell_is_seen_to() -> None:
    before = "UPDATE governance_pulse SET turn_at = remit_now() - interval '1 hour'"
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"{before} WHERE name = 'doorbell'")
    assert asked("/readyz")[1]["doorbell"] == "late"

    wake()

    assert asked("/readyz")[1]["doorbell"] == "ok"
    seen = ages().doorbell
    assert seen is not None
    assert seen < 60


def test_a_broker_that_is_down_delays_and_is_told() -> None:
    sweep()
    nowhere = app.connection_for_write("redis://127.0.0.1:1/0")
    with mock.patch.object(app, "connection_for_write", return_value=nowhere):
        status, told = asked("/readyz")

    assert (status, told["status"]) == (200, "delayed")
    assert (told["broker"], told["database"]) == ("no answer", "ok")


def test_work_that_was_neglected_delays_and_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sweep()
    monkeypatch.setattr(probes, "neglected", lambda: {"actions": 3})

    status, told = asked("/readyz")

    assert (status, told["status"], told["work"]) == (200, "delayed", "neglected")


def test_what_is_no_probe_is_answered_as_ever() -> None:
    assert Browser().post("/healthz").status_code == 404
    assert Browser().get("/healthz/").status_code == 404
    assert Browser().get("/sign-in/", **WATCHER).status_code == 400  # type: ignore[arg-type]
