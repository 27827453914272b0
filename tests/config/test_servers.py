"""The tests run against the servers that were meant, and not against others."""

import os
import subprocess

import redis
from django.conf import settings
from django.db import connection

from config.embedded.binaries import find_postgres, find_valkey


def test_the_database_is_the_postgresql_that_was_found_or_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        major = int(cursor.fetchone()[0]) // 10_000

    assert major == find_postgres().major
    assert major >= 15


def test_the_broker_is_the_program_that_was_found_or_named() -> None:
    said = subprocess.run(
        [find_valkey(), "--version"], capture_output=True, text=True, check=True
    ).stdout
    path = settings.BROKER_URL.removeprefix("redis+socket://")
    broker = redis.Redis(unix_socket_path=path)
    told = broker.info("server")
    broker.close()

    assert told.get("server_name", "redis") in said.lower()
    assert str(told.get("valkey_version", told["redis_version"])) in said


def test_named_programs_are_the_ones_that_are_used() -> None:
    named = os.environ.get("POSTGRES_BIN")

    assert named is None or str(find_postgres().folder) == named
