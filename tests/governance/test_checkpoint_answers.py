"""Who may answer a checkpoint, and what an answer does."""

import uuid
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, ProgrammingError, connection
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver

from agents.models import OwnerRole, Ownership
from audit.events import Event
from governance.models import Checkpoint
from governance.services import checkpoints
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid, NotAllowed
from tenants.models import Group, GroupMember, Membership
from tenants.scoping import Actor, ActorKind, client_scope
from tenants.services import join_group
from tests.cast import Cast
from tests.governance.answering import (
    ELSEWHERE,
    REASON,
    Answer,
    answer,
    asked,
    events_of,
    loaded,
    now_of,
)


def test_a_person_of_the_group_approves_and_it_goes_on(acme: Cast) -> None:
    waiting = asked(acme)

    answer(acme, waiting, acme.bo)

    found = now_of(acme, waiting)
    assert (found.state, found.action.status) == ("approved", "authorized")
    assert (found.answered_by, found.reason) == (acme.bo, REASON)
    assert Event.CHECKPOINT_APPROVED in events_of(acme, found.action)


def test_a_refusal_ends_the_action_and_tells_the_agent_why(acme: Cast) -> None:
    waiting = asked(acme)

    answer(acme, waiting, acme.bo, how=checkpoints.refuse, reason="Never ordered.")

    found = now_of(acme, waiting)
    told = acme.api("GET", f"actions/{found.action_id}").json()
    assert (told["status"], told["refused_by"]) == ("refused", "person")
    assert told["explanation"] == "Bo Lindqvist refused: Never ordered."


@pytest.mark.parametrize("reason", ["", "  \n ", "ok"])
def test_an_answer_needs_a_reason(acme: Cast, reason: str) -> None:
    waiting = asked(acme)

    with pytest.raises(Invalid) as refused:
        answer(acme, waiting, acme.bo, reason=reason)

    assert refused.value.field == "reason"
    assert now_of(acme, waiting).state == "waiting"


@pytest.mark.parametrize("how", [checkpoints.approve, checkpoints.refuse])
def test_somebody_outside_the_group_cannot_answer(acme: Cast, how: Answer) -> None:
    waiting = asked(acme)

    with pytest.raises(NotAllowed, match="Only people of Finance"):
        answer(acme, waiting, acme.vi, how=how)

    assert now_of(acme, waiting).state == "waiting"


def test_who_has_left_the_group_cannot_answer_what_was_asked_before(acme: Cast) -> None:
    waiting = asked(acme)
    with acme.scope():
        GroupMember.objects.filter(membership=acme.bo).delete()

    with pytest.raises(NotAllowed, match="Only people of Finance"):
        answer(acme, waiting, acme.bo)


def test_who_has_joined_the_group_since_can_answer(acme: Cast) -> None:
    waiting = asked(acme)
    with acme.scope():
        join_group(membership=acme.vi, group=Group.objects.get(name="Finance"))

    answer(acme, waiting, acme.vi)

    assert now_of(acme, waiting).answered_by == acme.vi


def test_who_no_longer_works_there_cannot_answer(acme: Cast) -> None:
    waiting = asked(acme)
    with acme.scope():
        # Not through acme.bo: what the caller believes about Bo is out of date.
        left = Membership.objects.get(id=acme.bo.id)
        left.is_active = False
        left.save(update_fields=["is_active"])

    with pytest.raises(NotAllowed):
        answer(acme, waiting, acme.bo)


def test_nobody_answers_in_another_s_name(acme: Cast) -> None:
    waiting = asked(acme)

    with acme.scope(acme.vi), pytest.raises(NotAllowed):
        checkpoints.approve(checkpoint=loaded(waiting), by=acme.bo, reason=REASON)


def test_the_owner_confirms_but_cannot_be_the_second_pair_of_eyes(acme: Cast) -> None:
    with acme.scope():
        join_group(membership=acme.ada, group=Group.objects.get(name="Finance"))
    confirm, four_eyes = asked(acme), asked(acme, account=ELSEWHERE)

    answer(acme, confirm, acme.ada)
    with pytest.raises(NotAllowed, match="You answer for this agent"):
        answer(acme, four_eyes, acme.ada)

    answer(acme, four_eyes, acme.cy)
    assert now_of(acme, four_eyes).answered_by == acme.cy


@pytest.mark.parametrize("state", ["approved", "refused"])
def test_the_database_refuses_the_owner_whatever_the_code_does(
    acme: Cast, state: str
) -> None:
    waiting = asked(acme, account=ELSEWHERE)

    with (
        pytest.raises(IntegrityError, match="checkpoint_four_eyes"),
        acme.scope(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE governance_checkpoint SET state = %s, answered_by_id = %s, "
            "answered_at = remit_now() WHERE id = %s",
            [state, acme.ada.id, waiting],
        )


def test_who_owned_the_agent_when_it_asked_stays_barred(acme: Cast) -> None:
    waiting = asked(acme, account=ELSEWHERE)
    with acme.scope():
        join_group(membership=acme.ada, group=Group.objects.get(name="Finance"))
        owned = Ownership.objects.get(agent=acme.agent, role=OwnerRole.OWNER)
        owned.until = database_now()
        owned.save(update_fields=["until"])

    with pytest.raises(NotAllowed, match="You answer for this agent"):
        answer(acme, waiting, acme.ada)


def test_the_snapshot_of_who_is_barred_cannot_be_changed(acme: Cast) -> None:
    waiting = asked(acme, account=ELSEWHERE)

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        acme.scope(),
    ):
        Checkpoint.objects.filter(id=waiting).update(barred=[])


def test_a_stopped_run_withdraws_its_questions(acme: Cast) -> None:
    run = acme.open_run()
    action = acme.ask_payment(run, amount="7400.00")
    stop = {"reason": "The invoice was recalled.", "last_safe_point": "matched"}
    acme.api("POST", f"runs/{run['id']}/interrupt", stop | {"side_effects": "none"})

    with pytest.raises(Conflict, match="The run has stopped"):
        answer(acme, uuid.UUID(action["checkpoint"]["id"]), acme.bo)


def test_another_client_s_checkpoint_does_not_exist(acme: Cast, globex: Cast) -> None:
    waiting = asked(acme)

    with pytest.raises(Checkpoint.DoesNotExist):
        answer(globex, waiting, globex.rae)


def test_an_agent_cannot_answer_in_a_person_s_name(acme: Cast) -> None:
    waiting = asked(acme)
    agent = Actor(kind=ActorKind.AGENT, id=acme.agent.id, label=acme.agent.name)

    with client_scope(acme.client.id, actor=agent), pytest.raises(NotAllowed):
        checkpoints.approve(checkpoint=loaded(waiting), by=acme.bo, reason=REASON)


def test_an_agent_s_key_answers_nothing(acme: Cast) -> None:
    waiting = asked(acme)
    body = {"answer": "approve", "reason": REASON}
    headers = {"Authorization": f"Bearer {acme.key}"}
    place = f"/c/{acme.client.slug}/inbox/{waiting}/answer"

    portal = Browser().post(place, body, headers=headers)
    api = [
        acme.api("POST", f"checkpoints/{waiting}{end}", body)
        for end in ("", "/answer", "/approve")
    ]

    assert portal.status_code == 302
    assert portal.headers["Location"].startswith("/sign-in/")
    assert [response.status_code for response in api] == [404, 404, 404]
    assert now_of(acme, waiting).state == "waiting"


def test_no_path_of_the_api_speaks_of_checkpoints() -> None:
    paths = [path for path in every_path(get_resolver()) if path.startswith("api/")]

    assert paths
    assert not [path for path in paths if "checkpoint" in path or "answer" in path]


def every_path(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        path = f"{before}{one.pattern}"
        if isinstance(one, URLPattern):
            yield path
        else:
            yield from every_path(one, path)
