"""What is known of an effect is not lost because somebody looks at the row."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from django.db import connection

from agents.runners import Report, Result
from governance.models import Action
from governance.selectors.runs import free_action
from governance.services.execution.claim import claim
from governance.services.execution.intent import intend
from governance.services.execution.outcome import settle
from tenants.scoping import PLATFORM, client_scope
from tests.cast import Cast


def test_an_outcome_waits_for_whoever_has_the_row(acme: Cast) -> None:
    action_id = uuid.UUID(acme.ask_payment(acme.open_run())["id"])
    with client_scope(acme.client.id, actor=PLATFORM):
        fence = claim(action_id)
        assert fence is not None
    with client_scope(acme.client.id, actor=PLATFORM):
        assert intend(action_id, fence=fence) is not None
    looking, settling = Event(), Event()

    def look() -> None:
        try:
            with client_scope(acme.client.id, actor=PLATFORM):
                assert free_action(action_id) is not None
                looking.set()
                settling.wait(timeout=10)
        finally:
            connection.close()

    def report() -> None:
        try:
            looking.wait(timeout=10)
            with client_scope(acme.client.id, actor=PLATFORM):
                settling.set()
                settle(action_id, fence=fence, report=Report(Result.DONE, "Accepted."))
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        for done in [pool.submit(look), pool.submit(report)]:
            done.result()

    with acme.scope():
        assert Action.objects.get(id=action_id).status == "succeeded"
