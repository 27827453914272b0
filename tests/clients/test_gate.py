"""A function behind the gate runs once, after a yes, and what became of it is told."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import jwt
import pytest

from config.demo.process import WORKFLOW_KEY
from governance.models import Action, Checkpoint, Outcome
from governance.services import checkpoints
from remit_client import (
    AlreadyStarted,
    NoEffect,
    NotTheAgents,
    Refused,
    Remit,
    RemitError,
    Unanswered,
    Unreported,
    current_permit,
)
from tests.cast import Cast
from tests.clients.letters import SEND, WHY
from tests.clients.wires import Wire
from tests.governance.answering import answer
from tests.processes import eventually

TEXT = "Your invoice is paid."


class Letters:
    """What was sent, by a function that is behind the gate."""

    def __init__(self, remit: Remit, **more: Any) -> None:
        self.sent: list[tuple[str, str]] = []
        self.tokens: list[str] = []
        self.fault: BaseException | None = None
        given: dict[str, Any] = {"reason": WHY, "workflow": WORKFLOW_KEY, **more}
        self.send: Callable[..., int] = remit.gated(SEND, **given)(self._function())

    def _function(self) -> Callable[..., int]:
        def send_letter(to: str, text: str = TEXT) -> int:
            """Send a letter."""
            if self.fault is not None:
                raise self.fault
            permit = current_permit()
            assert permit is not None
            self.tokens.append(permit.token)
            self.sent.append((to, text))
            return len(self.sent)

        return send_letter


def last(cast: Cast) -> Action:
    with cast.scope():
        return Action.objects.select_related("run").latest("asked_at")


def outcome_of(cast: Cast, action: Action) -> str:
    with cast.scope():
        return Outcome.objects.get(intent__action_id=action.id).summary


def test_it_is_asked_for_permitted_run_and_reported(acme: Cast, remit: Remit) -> None:
    letters = Letters(
        remit,
        reason=lambda to, **_: f"{to} has asked for it.",
        resource=lambda to, **_: ("supplier", to),
    )

    assert letters.send("Nordlicht") == 1

    action = last(acme)
    assert letters.sent == [("Nordlicht", TEXT)]
    assert action.parameters == {"to": "Nordlicht", "text": TEXT}
    assert action.reason == "Nordlicht has asked for it."
    assert (action.resource_type, action.resource_id) == ("supplier", "Nordlicht")
    assert (action.status, action.run.state) == ("succeeded", "completed")
    claims = jwt.decode(letters.tokens[0], options={"verify_signature": False})
    assert claims["action"]["id"] == str(action.id)
    assert current_permit() is None
    assert letters.send.__name__ == "send_letter"


def test_inside_a_block_it_belongs_to_that_run(acme: Cast, remit: Remit) -> None:
    letters = Letters(remit, workflow="")

    with remit.open_run(WORKFLOW_KEY) as run:
        letters.send(to="Nordlicht")
    assert str(last(acme).run_id) == run.id

    with pytest.raises(RemitError, match="inside a run"):
        letters.send(to="Nordlicht")
    assert len(letters.sent) == 1


def test_refused_it_is_not_run_and_says_why(acme: Cast, remit: Remit) -> None:
    letters = Letters(remit)

    with pytest.raises(Refused, match="letters-police") as caught:
        letters.send("police")

    assert letters.sent == []
    assert caught.value.action.id == str(last(acme).id)


@pytest.mark.parametrize(
    ("how", "sent"), [(checkpoints.approve, 1), (checkpoints.refuse, 0)]
)
def test_it_waits_for_a_person(
    acme: Cast, remit: Remit, how: Callable[..., None], sent: int
) -> None:
    letters = Letters(remit)

    def waiting() -> UUID | None:
        with acme.scope():
            rows = Checkpoint.objects.filter(action__status="waiting")
            return rows.values_list("id", flat=True).first()

    with ThreadPoolExecutor() as pool:
        calling = pool.submit(letters.send, "bank")
        answer(acme, eventually(waiting), acme.bo, how=how)
        error = calling.exception(timeout=30)

    assert len(letters.sent) == sent
    assert isinstance(error, Refused if not sent else type(None))
    assert last(acme).status == ("succeeded" if sent else "refused")


def test_nobody_answers_in_time_and_it_is_not_run(acme: Cast, remit: Remit) -> None:
    letters = Letters(remit, wait=0.5)

    with pytest.raises(Unanswered):
        letters.send("bank")

    assert letters.sent == []
    assert last(acme).status == "waiting"
    with acme.scope():
        checkpoint = Checkpoint.objects.get(action=last(acme))
    answer(acme, checkpoint.id, acme.bo, how=checkpoints.refuse)


@pytest.mark.parametrize(
    ("fault", "status", "detail"),
    [
        (
            NoEffect("The post office is closed."),
            "failed",
            "The post office is closed.",
        ),
        (ValueError("half\x1b sent"), "unknown", "ValueError: half\ufffd sent"),
        (KeyboardInterrupt(), "unknown", "KeyboardInterrupt"),
    ],
)
def test_what_it_raises_is_told_and_raised_again(
    acme: Cast, remit: Remit, fault: BaseException, status: str, detail: str
) -> None:
    letters = Letters(remit)
    letters.fault = fault

    with pytest.raises(type(fault)) as caught:
        letters.send("Nordlicht")

    assert caught.value is fault
    assert last(acme).status == status
    assert outcome_of(acme, last(acme)) == detail


def test_a_lost_permit_is_got_again_and_it_runs_once(
    acme: Cast, remit: Remit, wire: Wire
) -> None:
    letters = Letters(remit)
    wire.lose_answer("start").lose_answer("outcome")

    letters.send("Nordlicht")

    assert len(letters.sent) == 1
    assert last(acme).status == "succeeded"


def test_the_same_key_never_runs_it_twice(acme: Cast, remit: Remit) -> None:
    letters = Letters(remit, key=lambda to, **_: f"letter-to-{to}")
    letters.send("Nordlicht")

    with pytest.raises(AlreadyStarted, match="succeeded"):
        letters.send("Nordlicht")

    assert len(letters.sent) == 1


def test_done_and_not_reported_is_not_lost(acme: Cast, address: str) -> None:
    wire = Wire()
    with Remit(address, acme.key, timeout=2, transport=wire) as remit:
        letters = Letters(remit)
        for _ in range(20):
            wire.refuse("outcome", 503)
        with pytest.raises(Unreported) as caught:
            letters.send("Nordlicht")

    assert caught.value.result == 1
    assert last(acme).status == "running"
    # Settled, so that no other test meets it.
    acme.api("POST", f"actions/{last(acme).id}/outcome", _SENT)


_SENT = {"status": "succeeded", "summary": "Sent."}


def test_what_the_platform_carries_out_is_not_even_asked_for(
    acme: Cast, remit: Remit
) -> None:
    before = last(acme).id

    @remit.gated("invoice.match", reason=WHY, workflow=WORKFLOW_KEY)
    def match(invoice: str) -> None:
        raise AssertionError(invoice)

    with pytest.raises(NotTheAgents):
        match("NL-1")
    assert last(acme).id == before


def test_a_coroutine_function_goes_the_same_way(acme: Cast, remit: Remit) -> None:
    sent = []

    @remit.gated(SEND, reason=WHY, workflow=WORKFLOW_KEY)
    async def send(to: str, text: str) -> str:
        await asyncio.sleep(0)
        sent.append(to)
        return text

    assert asyncio.run(send("Nordlicht", "Hello.")) == "Hello."
    assert last(acme).status == "succeeded"
    with pytest.raises(Refused):
        asyncio.run(send("police", "Hello."))
    assert sent == ["Nordlicht"]


def test_arguments_without_names_are_refused_where_it_is_written(remit: Remit) -> None:
    with pytest.raises(TypeError, match="names all its arguments"):
        remit.gated(SEND, reason=WHY)(print)
