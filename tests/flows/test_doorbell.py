"""The database is the truth, and a message only a doorbell."""

import uuid
from pathlib import Path

import httpx2
import pytest
from celery import current_app

from governance.services.sweep import carry_out_due
from governance.tasks import wake
from tests.cast import Cast, payment
from tests.ports import free_port
from tests.processes import payments_of, web

pytestmark = pytest.mark.usefixtures("bank")


def test_work_whose_message_was_lost_is_found_by_the_sweeper(
    acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current_app.tasks[wake.name], "apply_async", lambda **_: None)
    invoice = f"NL-{uuid.uuid4().hex[:10]}"
    asked = acme.ask_payment(acme.open_run(), invoice=invoice)
    assert payments_of(invoice) == 0

    carry_out_due()

    assert acme.api("GET", f"actions/{asked['id']}").json()["status"] == "succeeded"
    assert payments_of(invoice) == 1


def test_a_doubled_message_does_nothing_twice(acme: Cast) -> None:
    invoice = f"NL-{uuid.uuid4().hex[:10]}"
    acme.ask_payment(acme.open_run(), invoice=invoice)

    carry_out_due()
    carry_out_due()

    assert payments_of(invoice) == 1


def test_an_agent_is_answered_and_the_work_done_while_the_broker_is_down(
    acme: Cast, tmp_path: Path
) -> None:
    invoice = f"NL-{uuid.uuid4().hex[:10]}"
    run = acme.open_run()
    nobody = f"redis://127.0.0.1:{free_port()}/0"

    with web(tmp_path, BROKER_URL=nobody) as address:
        answer = httpx2.post(
            f"{address}/api/v1/actions",
            json=payment(run, invoice=invoice),
            headers={"Authorization": f"Bearer {acme.key}", "Idempotency-Key": "1"},
        )
    carry_out_due()

    assert answer.json()["status"] == "authorized"
    assert payments_of(invoice) == 1
