"""Where several people have to approve: different ones, and one no is a no."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError

from governance.engine.verdict import Obligation
from governance.models import CheckpointAnswer
from governance.services import checkpoints
from governance.services.gate import strictest
from governance.services.silence import let_expire
from tenants.errors import Conflict, NotAllowed
from tenants.models import GroupMember, Membership
from tests.cast import Cast
from tests.governance.answering import (
    ELSEWHERE,
    answer,
    asked,
    clock_ahead,
    events_of,
    loaded,
    now_of,
)
from tests.governance.counting import recounted
from tests.governance.happenings import ask, open_run
from tests.governance.quorums import (
    approve_by_row,
    into_finance,
    require,
    time_left,
)
from tests.governance.readying import waive_all
from tests.governance.rounds import waiting_in
from tests.governance.ruling import pass_second_gate
from tests.governance.seen import read, seen, visit
from tests.racing import Racers, rounds

OTHERS = "inbox/?show=others"
DECIDED = "inbox/?show=decided"


def test_the_last_of_them_decides_and_each_is_one_of_them_once(acme: Cast) -> None:
    require(acme, 2)
    waiting = asked(acme)

    answer(acme, waiting, acme.bo, reason="The order is right.")

    found = now_of(acme, waiting)
    assert (found.state, found.action.status) == ("waiting", "waiting")
    told = acme.api("GET", f"actions/{found.action_id}").json()["checkpoint"]
    assert (told["quorum"], told["approvals"]) == (2, 1)
    with pytest.raises(Conflict, match="You have answered this"):
        answer(acme, waiting, acme.bo)
    with pytest.raises(Conflict, match="You have answered this"):
        answer(acme, waiting, acme.bo, how=checkpoints.refuse)

    answer(acme, waiting, acme.cy, reason="And the goods are here.")

    found = now_of(acme, waiting)
    assert (found.state, found.answered_by) == ("approved", acme.cy)
    events = events_of(acme, found.action)
    assert events.count("checkpoint.agreed") == events.count("checkpoint.approved") == 1
    assert pass_second_gate(acme, found.action_id).status == "running"
    assert now_of(acme, waiting).used_at is not None


def test_the_pages_say_who_has_approved_and_for_whom_it_waits(acme: Cast) -> None:
    require(acme, 2)
    waiting = asked(acme)
    assert "Two different people of Finance have to approve. 0 of 2 approved." in seen(
        acme, acme.bo, "inbox/"
    )

    page = acme.browser(acme.bo).post(
        f"/c/{acme.client.slug}/inbox/{waiting}/answer",
        {"answer": "approve", "reason": "The order is right."},
        follow=True,
    )

    assert "It waits for more people of Finance to approve, too." in read(page)
    assert "wants to pay" not in seen(acme, acme.bo, "inbox/")
    beside = seen(acme, acme.bo, OTHERS)
    assert "You have answered this, and more people have to." in beside
    assert "It waits for Cy" in beside
    assert "1 of 2 approved, by Bo Lindqvist." in seen(acme, acme.cy, "inbox/")

    answer(acme, waiting, acme.cy, how=checkpoints.refuse, reason="Never ordered.")

    number = now_of(acme, waiting).action.run.number
    told = seen(acme, acme.vi, f"runs/{number}/")
    assert "Bo Lindqvist approved, and others have to, because “The order is" in told
    assert "You approved to pay" in seen(acme, acme.bo, DECIDED)
    assert "“The order is right.”" in seen(acme, acme.bo, DECIDED)
    assert "You refused to pay" in seen(acme, acme.cy, DECIDED)


def test_one_refusal_refuses_whoever_approved_before(acme: Cast) -> None:
    require(acme, 2)
    waiting = asked(acme)
    answer(acme, waiting, acme.bo)

    answer(acme, waiting, acme.cy, how=checkpoints.refuse, reason="Never ordered.")

    found = now_of(acme, waiting)
    assert (found.state, found.action.status) == ("refused", "refused")
    assert found.action.explanation == f"{acme.cy.user.name} refused: Never ordered."
    with pytest.raises(Conflict, match="has answered this: refused"):
        answer(acme, waiting, acme.bo)


def test_an_approval_that_stays_alone_lapses(acme: Cast) -> None:
    require(acme, 2)
    waiting = asked(acme)
    answer(acme, waiting, acme.bo)

    with clock_ahead(time_left(acme, waiting)), acme.scope():
        let_expire(loaded(waiting))

    assert now_of(acme, waiting).action.status == "expired"
    assert visit(acme, acme.bo, DECIDED).status_code == 200
    assert "“It matches the order.”" in seen(acme, acme.bo, DECIDED)


@pytest.mark.parametrize(
    ("rule", "quorum", "told"),
    [
        ("pay-larger", 3, "3 people of Finance have to approve, and only 2 could."),
        ("pay-unknown", 3, "3 people of Finance have to approve, and only 2 could."),
        ("pay-unknown", 4, "4 people of Finance have to approve, and only 2 could."),
    ],
)
def test_fewer_people_than_have_to_approve_are_a_no(
    acme: Cast, rule: str, quorum: int, told: str
) -> None:
    require(acme, quorum, rule=rule)
    if rule == "pay-unknown":
        # She answers for the agent, so she is no second pair of eyes.
        into_finance(acme, acme.ada)
    changes = {"account": ELSEWHERE} if rule == "pay-unknown" else {}
    with acme.scope():
        waive_all(acme, acme.agent)

    action = ask(acme, open_run(acme), amount="7400.00", **changes)

    assert (action.status, action.refused_by) == ("refused", "platform")
    assert action.explanation == f"Refused: {told}"
    assert set(recounted(acme).values()) == {(0, 0)}


def test_a_group_of_nobody_is_a_no(acme: Cast) -> None:
    with acme.scope():
        GroupMember.objects.all().delete()

    action = ask(acme, open_run(acme), amount="7400.00")

    assert action.status == "refused"
    assert "there is nobody to ask" in action.explanation


def test_two_pairs_of_eyes_are_never_the_owners(acme: Cast) -> None:
    require(acme, 2, rule="pay-unknown")
    into_finance(acme, acme.ada)
    waiting = asked(acme, account=ELSEWHERE)
    answer(acme, waiting, acme.bo)

    with pytest.raises(NotAllowed, match="You answer for this agent"):
        answer(acme, waiting, acme.ada)
    with pytest.raises(IntegrityError, match="checkpoint_answer_four_eyes"):
        approve_by_row(acme, waiting, acme.ada)

    answer(acme, waiting, acme.cy)
    assert now_of(acme, waiting).state == "approved"


def obligation(kind: Any, quorum: int, minutes: int) -> Obligation:
    return Obligation("Finance", kind, quorum, minutes)


def test_four_eyes_bind_before_more_people_and_those_before_less_time() -> None:
    strict = obligation("four_eyes", 1, 90)
    many = obligation("confirm", 3, 60)
    short = obligation("confirm", 3, 30)
    shortest = obligation("confirm", 1, 5)

    assert strictest((shortest, short, many, strict)) == strict
    assert strictest((shortest, many, short)) == short
    assert strictest((many, shortest)) == many
    assert strictest(()) is None


@pytest.mark.timeout(600)
def test_of_four_at_once_two_approve_it_and_once(acme: Cast) -> None:
    require(acme, 2)
    into_finance(acme, acme.ada, acme.vi)
    people = [acme.bo, acme.cy, acme.ada, acme.vi]
    run = open_run(acme)
    with Racers(4) as racers:
        for number in rounds(among=16):
            _round(acme, waiting_in(acme, run), people, racers, refusing=number % 2)
    recounted(acme)


def _round(
    cast: Cast,
    waiting: uuid.UUID,
    people: list[Membership],
    racers: Racers,
    *,
    refusing: int,
) -> None:
    """Have four people answer at once; what counted is a decision, made once."""
    hows = [checkpoints.refuse] * refusing + [checkpoints.approve] * (4 - refusing)
    acts: list[Callable[[], None]] = [
        partial(answer, cast, waiting, who, how=how)
        for who, how in zip(people, hows, strict=True)
    ]
    ends = racers.race(*acts)

    found = now_of(cast, waiting)
    lost = [end for end in ends if end is not None]
    assert all(isinstance(end, Conflict) for end in lost)
    with cast.scope():
        said = list(CheckpointAnswer.objects.filter(checkpoint=found))
    counted = [one.answer for one in said]
    assert len({one.person_id for one in said}) == len(said) == 4 - len(lost)
    if found.state == "approved":
        assert counted == ["approved"] * 2
    else:
        assert (found.state, counted.count("refused")) == ("refused", 1)
        assert counted.count("approved") <= 1
    events = events_of(cast, found.action)
    assert events.count(f"checkpoint.{found.state}") == 1
