"""The database of the tests, and the cast.

Migrated by the owner, used as the application's own role, with real commits:
a superuser, or one transaction around each test, would make isolation vacuous.
"""

import gc
from collections.abc import Iterator

import pytest
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from tests import processes
from tests.cast import Cast, make_acme, make_globex
from tests.preparation import prepare

# What is loaded before the first test stays until the end: searching it for garbage
# again and again would take a tenth of the time.
gc.set_threshold(50_000, 20, 50)


def pytest_collection_finish() -> None:
    """Leave out of every later search for garbage what the tests are made of."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _database(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        prepare()
        yield
        connections.close_all()


@pytest.fixture
def acme() -> Cast:
    """Acme: Ada (admin, owner), Bo and Cy (operators, Finance), Vi (auditor)."""
    return make_acme()


@pytest.fixture
def globex() -> Cast:
    """Globex: Gil, who must see nothing of Acme, and Rae."""
    return make_globex()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where Remit is served, by a web server in its own process."""
    with processes.web(tmp_path_factory.mktemp("web"), MAILBOX="true") as url:
        yield url


@pytest.fixture(scope="session")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The stub bank, in a process of its own."""
    with processes.bank(tmp_path_factory.mktemp("bank")):
        yield


@pytest.fixture(scope="module")
def sweeper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The process that finds what is overdue, of one module like the worker."""
    with processes.sweeper(tmp_path_factory.mktemp("sweeper")):
        yield


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A Celery worker, in a process of its own.

    Of one module: it would carry out what other tests want to see undone.
    """
    with processes.worker(tmp_path_factory.mktemp("worker")):
        yield
