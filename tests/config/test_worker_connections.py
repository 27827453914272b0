"""What a worker keeps from one task to the next: its connection, while it is sound."""

from celery.fixups.django import DjangoWorkerFixup
from celery.signals import task_postrun, task_prerun
from django.db import connection

from config.celery import app
from governance.services.waking import WAKE
from tests.database import changed_by_force, run


def run_a_task() -> None:
    """Do what happens around a task in a worker, and ask something in between."""
    around, task = DjangoWorkerFixup(app), app.tasks[WAKE]
    around.on_task_prerun(task)
    task_prerun.send(task)
    assert run("SELECT 1") == [(1,)]
    task_postrun.send(task)
    around.on_task_postrun(task)


def test_a_worker_works_on_the_connection_that_it_has() -> None:
    run_a_task()
    first = connection.connection

    run_a_task()

    assert connection.connection is first


def test_a_worker_whose_connection_was_broken_works_on_another() -> None:
    run_a_task()
    first = connection.connection
    changed_by_force("SELECT pg_terminate_backend(%s)", first.info.backend_pid)

    run_a_task()

    assert connection.connection is not first


def test_a_query_of_many_tables_does_not_take_longer_to_plan_than_to_run() -> None:
    # How long that takes is for `make bench`; what keeps it short is one setting.
    assert run("SHOW join_collapse_limit") == [("5",)]
