"""Remit does not start under a database role that row security does not bind."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connections

from config.boot import refuse_unsafe_boot
from tenants import checks

_INHERIT_BY_GRANT = 160000


class Single:
    """The one connection that the check is given, in the place of the default."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def __getitem__(self, alias: str) -> Any:
        assert alias == "default"
        return self.connection


@contextmanager
def superuser() -> Iterator[psycopg.Connection[Any]]:
    """Open a transaction as the superuser that is undone at the end."""
    database = settings.DATABASES["owner"]["NAME"]
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], dbname=database) as opened:
        yield opened
        opened.rollback()


def test_the_applications_own_role_is_accepted() -> None:
    assert run_checks(databases=["default"]) == []
    refuse_unsafe_boot()


def test_no_database_is_asked_where_none_was_named() -> None:
    assert checks.application_role_is_bound_by_row_security(databases=None) == []
    assert checks.application_role_is_bound_by_row_security(databases=["owner"]) == []


def test_the_owner_of_the_tables_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "tenants.E003" in _faults(monkeypatch, connections["owner"])


def test_a_superuser_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with superuser() as opened:
        found = _faults(monkeypatch, opened)

    assert {"tenants.E001", "tenants.E002", "tenants.E004"} <= set(found)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("ALTER ROLE remit_app BYPASSRLS", "tenants.E002"),
        ("ALTER TABLE audit_pending OWNER TO remit_app", "tenants.E003"),
        ("ALTER ROLE remit_app INHERIT; {lead}", "tenants.E004"),
        ("GRANT remit_owner TO remit_app", "tenants.E005"),
        ("GRANT remit_resolver TO remit_app", "tenants.E005"),
        ("GRANT pg_read_all_data TO remit_app", "tenants.E005"),
    ],
)
def test_an_application_role_with_too_many_rights_is_refused(
    monkeypatch: pytest.MonkeyPatch, change: str, fault: str
) -> None:
    with superuser() as opened:
        explicit = opened.info.server_version >= _INHERIT_BY_GRANT
        lead = "GRANT remit_lead TO remit_app WITH INHERIT TRUE" if explicit else ""
        opened.execute(change.format(lead=lead).encode())
        opened.execute("SET LOCAL ROLE remit_app")
        found = _faults(monkeypatch, opened)

    assert found == [fault]


def test_a_refusal_stops_the_start_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checks, "connections", Single(connections["owner"]))

    with pytest.raises(SystemCheckError, match="clients would not be kept apart"):
        refuse_unsafe_boot()
    with pytest.raises(SystemCheckError, match="bootstrap_database"):
        call_command("check", databases=["default"])


def _faults(monkeypatch: pytest.MonkeyPatch, connection: Any) -> list[str]:
    monkeypatch.setattr(checks, "connections", Single(connection))
    found = checks.application_role_is_bound_by_row_security(databases=["default"])
    return [str(one.id) for one in found]
