"""One key, one answer, however often and from however many sides it is sent."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from config.demo.process import WORKFLOW_KEY
from governance.models import Action, Run
from tests.cast import Cast, payment

KEY = {"Idempotency-Key": "invoice-7731"}


def test_a_repeated_request_gets_the_first_answer_and_does_nothing(acme: Cast) -> None:
    run = acme.open_run()
    body = payment(run)

    first = acme.api("POST", "actions", body, **KEY)
    second = acme.api("POST", "actions", body, **KEY)

    assert second.status_code == first.status_code == 201
    assert second.json() == first.json()
    assert "Idempotency-Replayed" not in first
    assert second["Idempotency-Replayed"] == "true"
    with acme.scope():
        assert Action.objects.filter(run_id=run["id"]).count() == 1


def test_the_same_key_with_another_body_is_an_error(acme: Cast) -> None:
    run = acme.open_run()
    acme.api("POST", "actions", payment(run), **KEY)

    other = acme.api("POST", "actions", payment(run, amount="99.00"), **KEY)

    assert other.status_code == 422
    assert other.json()["errors"][0]["field"] == "Idempotency-Key"


def test_an_error_is_not_kept_so_the_key_can_be_used_again(acme: Cast) -> None:
    run = acme.open_run()
    wrong = acme.api("POST", "actions", {**payment(run), "reason": "because"}, **KEY)
    right = acme.api("POST", "actions", payment(run), **KEY)

    assert wrong.status_code == 422
    assert right.status_code == 201


def test_a_request_without_a_key_says_how_to_send_one(acme: Cast) -> None:
    asked = {"workflow": WORKFLOW_KEY}

    refused = acme.api("POST", "runs", asked, **{"Idempotency-Key": ""})

    assert refused.status_code == 422
    assert "Idempotency-Key" in refused.json()["detail"]


def test_keys_of_two_clients_do_not_meet(acme: Cast, globex: Cast) -> None:
    mine = acme.api("POST", "runs", {"workflow": WORKFLOW_KEY}, **KEY)
    theirs = globex.api("POST", "runs", {"workflow": WORKFLOW_KEY}, **KEY)

    assert mine.json()["id"] != theirs.json()["id"]
    assert "Idempotency-Replayed" not in theirs


def test_twenty_at_once_open_one_run(acme: Cast) -> None:
    together = Barrier(20)

    def send(_: int) -> Any:
        together.wait()
        try:
            asked = {"workflow": WORKFLOW_KEY, "subject": "once"}
            return acme.api("POST", "runs", asked, **KEY)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=20) as pool:
        answers = list(pool.map(send, range(20)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({json.dumps(answer.json()) for answer in answers}) == 1
    with acme.scope():
        assert Run.objects.filter(subject="once").count() == 1
