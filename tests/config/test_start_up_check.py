"""Nothing is served without its secrets and its broker."""

import pytest
from pytest_django import Settings

from config.checks import nothing_needed_is_missing


def test_all_is_well_when_all_is_set() -> None:
    assert nothing_needed_is_missing() == []


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "KEY_PEPPER", "FIELD_KEY", "BROKER_URL"]
)
def test_what_is_missing_is_named(settings: Settings, name: str) -> None:
    setattr(settings, name, "")

    [fault] = nothing_needed_is_missing()

    assert fault.msg == f"{name} is not set."


def test_a_command_without_a_database_needs_no_secret(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.KEY_PEPPER = ""
    monkeypatch.setitem(
        settings.DATABASES, "default", {"ENGINE": "django.db.backends.dummy"}
    )

    assert nothing_needed_is_missing() == []
