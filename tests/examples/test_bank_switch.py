"""The bank's switch: slow, failing, reset and silent answers."""

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from examples.bank.switch import Setting, UnknownSettingError, read_fault
from tests.examples.bank_customer import SECRET, Customer, payment, serving
from tests.examples.documents import REPO


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Customer]:
    with serving(data=tmp_path) as customer:
        yield customer


def test_failing_refuses_before_anything_is_paid(bank: Customer) -> None:
    bank.turn(match="BF-20911", mode="failing")

    response = bank.pay(payment(), webhook_id="intent-1")

    assert response.status_code == 422
    assert bank.listed() == []
    assert bank.find("intent-1").status_code == 404


def test_reset_pays_and_breaks_the_connection(bank: Customer) -> None:
    bank.turn(match="BF-20911", mode="reset")

    with pytest.raises(httpx2.ReadError) as caught:
        bank.pay(payment(), webhook_id="intent-1")

    assert "reset" in str(caught.value).lower()
    assert bank.find("intent-1").status_code == 200


def test_silent_pays_and_never_answers(bank: Customer) -> None:
    bank.turn(match="BF-20911", mode="silent")
    address = ("127.0.0.1", bank.server.server_port)

    with socket.create_connection(address, timeout=5) as connection:
        connection.sendall(raw_payment(bank))
        wait_until_paid(bank)
        readable, _, _ = select.select([connection], [], [], 0.2)

    assert not readable
    assert bank.find("intent-1").json()["times_paid"] == 1


def test_slow_pays_and_answers_late(bank: Customer) -> None:
    bank.turn(match="BF-20911", mode="slow", seconds=0.2)
    begun = time.monotonic()

    response = bank.pay(payment(), webhook_id="intent-1")

    assert response.status_code == 201
    assert time.monotonic() - begun >= 0.2


def test_one_invoice_is_switched_and_the_others_are_not(bank: Customer) -> None:
    bank.turn(match="BF-20911", mode="failing")

    other = bank.pay(payment(invoice="BF-20926"), webhook_id="intent-2")

    assert other.status_code == 201


def test_a_star_switches_all_but_those_with_a_setting_of_their_own(
    bank: Customer,
) -> None:
    bank.turn(match="*", mode="failing")
    bank.turn(match="BF-20926", mode="slow", seconds=0)

    assert bank.pay(payment(), webhook_id="intent-1").status_code == 422
    own = bank.pay(payment(invoice="BF-20926"), webhook_id="intent-2")
    assert own.status_code == 201


def test_ok_takes_a_setting_back(bank: Customer) -> None:
    bank.turn(match="BF-20911", mode="failing")
    bank.turn(match="BF-20911", mode="ok")

    assert bank.http.get("/switch").json() == {"settings": []}
    assert bank.pay(payment(), webhook_id="intent-1").status_code == 201


@pytest.mark.parametrize(
    ("setting", "named"),
    [
        ({"match": "*", "mode": "odd"}, "mode"),
        ({"mode": "ok"}, "match"),
        ({"match": "*", "mode": "slow", "seconds": -1}, "seconds"),
        ({"match": "*", "mode": "slow", "seconds": "5"}, "seconds"),
    ],
)
def test_the_switch_names_what_it_does_not_know(
    bank: Customer, setting: dict[str, object], named: str
) -> None:
    response = bank.turn(**setting)

    assert response.status_code == 422
    assert named in response.json()["reason"]
    assert bank.http.get("/switch").json() == {"settings": []}


def test_a_fault_on_the_command_line_is_a_setting() -> None:
    assert read_fault(text="A=B=silent") == Setting(match="A=B", mode="silent")
    with pytest.raises(UnknownSettingError, match="REF=MODE"):
        read_fault(text="silent")


def test_the_program_starts_with_faults_and_ends_on_sigterm(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "examples.bank", "--port", "0"]
    command += ["--data", str(tmp_path), "--fault", "BF-20917=silent"]
    with subprocess.Popen(
        command,
        cwd=REPO,
        env=os.environ | {"BANK_SECRET": SECRET},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        settings = httpx2.get(f"{url}/switch", trust_env=False).json()["settings"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0

    assert [(each["match"], each["mode"]) for each in settings] == [
        ("BF-20917", "silent")
    ]


@pytest.mark.parametrize("program", ["bank", "invoice_agent"])
def test_a_program_without_its_secret_says_so(program: str, tmp_path: Path) -> None:
    needed = {
        "bank": ["--port", "0", "--data", str(tmp_path)],
        "invoice_agent": ["--url", "http://127.0.0.1:9", "--invoices", str(tmp_path)],
    }
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"BANK_SECRET", "REMIT_KEY"}
    }

    ended = subprocess.run(
        [sys.executable, "-m", f"examples.{program}", *needed[program]],
        cwd=REPO,
        env={**kept, "PYTHONPATH": str(REPO / "clients/python/src")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert "BANK_SECRET" in ended.stderr or "REMIT_KEY" in ended.stderr


def raw_payment(bank: Customer) -> bytes:
    body = payment()
    headers = bank.signed(body, webhook_id="intent-1")
    headers["content-length"] = str(len(body))
    lines = ["POST /payments HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def wait_until_paid(bank: Customer) -> None:
    deadline = time.monotonic() + 10
    while not bank.listed():
        assert time.monotonic() < deadline
