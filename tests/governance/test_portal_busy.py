"""Somebody holds a row for longer than the database waits: an answer, not an error."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from django.db import connection

from governance.models import Checkpoint
from tests.cast import Cast


def test_an_answer_that_cannot_wait_is_told_to_come_again(acme: Cast) -> None:
    asked = acme.ask_payment(acme.open_run(), amount="7400.00")
    checkpoint_id = asked["checkpoint"]["id"]
    held, answered = Event(), Event()

    def hold() -> None:
        try:
            with acme.scope():
                Checkpoint.objects.select_for_update().get(id=checkpoint_id)
                held.set()
                answered.wait(timeout=30)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        holding = pool.submit(hold)
        held.wait(timeout=10)
        path = f"/c/{acme.client.slug}/inbox/{checkpoint_id}/answer"
        given = {"answer": "approve", "reason": "It is in order."}
        response = acme.browser(acme.bo).post(path, given)
        answered.set()
        holding.result()

    assert response.status_code == 503
    assert "try again" in response.content.decode()
    assert "It is in order." in response.content.decode()
    with acme.scope():
        assert Checkpoint.objects.get(id=checkpoint_id).state == "waiting"
