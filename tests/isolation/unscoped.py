"""Nothing is read of a client where no scope is open: F36 of the fault matrix.

Wherever code may run without one: in a thread, after a commit, in a task.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from unittest import mock
from uuid import uuid4

from celery import current_app
from django.db import connections, transaction
from django.db.models import Model

from governance.services.waking import SWEEP, WAKE
from tenants.models import Client
from tenants.scoping import Actor, ActorKind, NoClientScope, lead_scope
from tests.cast import Cast
from tests.catalogue import owned_models
from tests.database import contents

LEE = Actor(kind=ActorKind.PERSON, id=uuid4(), label="Lee Park")

Look = Callable[[], None]


def nothing_is_there() -> None:
    """Fail if a model can be asked here, or a table shows a row."""
    models: list[type[Model]] = [*owned_models(), Client]
    for model in models:
        for manager in (model._default_manager, model._base_manager):
            try:
                manager.exists()
            except NoClientScope:
                continue
            raise AssertionError(f"{model.__name__} is read without a scope")
    seen = [table for table, (count, _) in contents().items() if count]
    assert not seen, f"without a scope {seen} show rows"


def _here(cast: Cast, look: Look) -> None:
    with cast.scope():
        pass
    look()


def _in_a_thread(cast: Cast, look: Look) -> None:
    with cast.scope():
        thread = Thread(target=_closing, args=(look,))
        thread.start()
        thread.join()


def _in_a_pool(cast: Cast, look: Look) -> None:
    with ThreadPoolExecutor(max_workers=1) as pool, cast.scope():
        pool.submit(_closing, look).result()


def _closing(look: Look) -> None:
    try:
        look()
    finally:
        connections.close_all()


def _after_a_commit(cast: Cast, look: Look) -> None:
    with cast.scope():
        transaction.on_commit(look)


def _after_an_outer_commit(cast: Cast, look: Look) -> None:
    with transaction.atomic(), cast.scope():
        transaction.on_commit(look)


def _after_a_leads_commit(cast: Cast, look: Look) -> None:
    with lead_scope(actor=LEE):
        transaction.on_commit(look)


def _in_the_task(name: str, part: str) -> Callable[[Cast, Look], None]:
    def work(cast: Cast, look: Look) -> None:
        with mock.patch(f"governance.tasks.{part}", side_effect=look):
            current_app.tasks[name].apply(throw=True)

    return work


WAYS: dict[str, Callable[[Cast, Look], None]] = {
    "after a scope": _here,
    "a thread begun in a scope": _in_a_thread,
    "a pool used in a scope": _in_a_pool,
    "after a commit": _after_a_commit,
    "after an outer commit": _after_an_outer_commit,
    "after a lead's commit": _after_a_leads_commit,
    "the task that carries out": _in_the_task(WAKE, "carry_out_due"),
    "the task that sweeps": _in_the_task(SWEEP, "sweep"),
}


def where_no_scope_is(cast: Cast, way: str) -> None:
    """Look around in one of the ``WAYS``: nothing may be there, and somebody look."""
    failures: list[BaseException | None] = []

    def look() -> None:
        try:
            nothing_is_there()
        except BaseException as error:
            failures.append(error)
            raise
        failures.append(None)

    WAYS[way](cast, look)
    assert failures == [None], f"{way}: {failures}"
