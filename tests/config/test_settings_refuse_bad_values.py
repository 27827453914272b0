"""A setting that makes no sense stops the process; none is silently replaced."""

import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env
from tests.cast import REPOSITORY


@pytest.mark.parametrize(
    ("text", "expected"), [("true", True), ("0", False), ("YES", True), ("", True)]
)
def test_a_yes_or_no_is_read(
    monkeypatch: pytest.MonkeyPatch, text: str, expected: bool
) -> None:
    monkeypatch.setenv("X", text)

    assert env.env_bool("X", default=True) is expected


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("maybe", lambda: env.env_bool("X", default=False)),
        ("12x", lambda: env.env_int("X", default=1, minimum=0, maximum=99)),
        ("1.5", lambda: env.env_int("X", default=1, minimum=0, maximum=99)),
        ("100", lambda: env.env_int("X", default=1, minimum=0, maximum=99)),
        ("-1", lambda: env.env_int("X", default=1, minimum=0, maximum=99)),
        ("9" * 5000, lambda: env.env_int("X", default=1, minimum=0, maximum=99)),
        ("short", lambda: env.env_secret("X", minimum=10)),
        ("not base64!", lambda: env.env_key("X", size=32)),
        (b64encode(b"x" * 31).decode(), lambda: env.env_key("X", size=32)),
        ("10.0.0.1", lambda: env.env_addresses("X")),
        ("10.0.0.1:0", lambda: env.env_addresses("X")),
        ("10.0.0.1:99999", lambda: env.env_addresses("X")),
        ("http://10.0.0.1:80", lambda: env.env_addresses("X")),
        ("remit.example.com", lambda: env.env_web_address("X", default="")),
        ("ftp://remit.example.com", lambda: env.env_web_address("X", default="")),
        ("https://remit.example.com/a", lambda: env.env_web_address("X", default="")),
        ("sqlite:///remit", lambda: env.env_database("X")),
        ("postgresql://host/remit", lambda: env.env_database("X")),
        ("postgresql://app@host/", lambda: env.env_database("X")),
        ("postgresql://app@host:port/remit", lambda: env.env_database("X")),
        ("postgresql://app@host:70000/remit", lambda: env.env_database("X")),
    ],
)
def test_a_bad_value_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, text: str, read: Callable[[], Any]
) -> None:
    monkeypatch.setenv("X", text)

    with pytest.raises(ImproperlyConfigured, match=r"^X\b"):
        read()


def test_a_refused_database_address_does_not_repeat_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("X", "mysql://app:very-secret@host/remit")

    with pytest.raises(ImproperlyConfigured) as refusal:
        env.env_database("X")

    assert "very-secret" not in str(refusal.value)


def test_a_database_is_reached_over_tcp(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "X", "postgresql://remit_app:p%40ss@db.example:5433/remit?sslmode=require"
    )

    assert env.env_database("X") == {
        "ENGINE": "tenants.postgresql",
        "NAME": "remit",
        "USER": "remit_app",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_database_is_reached_through_a_socket(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("X", "postgresql://remit_app@/remit?host=/run/a%20b")

    database = env.env_database("X")

    assert database is not None
    assert database["HOST"] == "/run/a b"
    assert database["PORT"] == ""
    assert database["OPTIONS"] == {}


def test_a_secret_may_stand_in_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "secret"
    file.write_text("long enough to be one\n")
    monkeypatch.setenv("X_FILE", str(file))

    assert env.env_secret("X", minimum=10) == "long enough to be one"


def test_a_secret_file_that_is_not_there_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("X_FILE", str(tmp_path / "nowhere"))

    with pytest.raises(ImproperlyConfigured, match="X_FILE"):
        env.env_secret("X", minimum=10)


def test_an_absent_value_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "  ")

    assert env.env_int("X", default=7, minimum=0, maximum=9) == 7
    assert env.env_list("X", default=["a"]) == ["a"]
    assert env.env_secret("X", minimum=10) == ""
    assert env.env_database("X") is None


@pytest.mark.parametrize(
    "name",
    [
        "RATE_LIMIT_PER_SECOND",
        "RATE_LIMIT_BURST",
        "VITAL_RATE_LIMIT_PER_SECOND",
        "VITAL_RATE_LIMIT_BURST",
    ],
)
@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5", "99999999"])
def test_a_rate_limit_that_makes_no_sense_stops_the_process(
    name: str, value: str
) -> None:
    started = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        env={**os.environ, name: value},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode == 1
    assert f"{name} must be a whole number" in started.stderr
