"""Every check of readiness passes where all is well, and fails where it is broken.

Each has a twin here: the same situation with one thing taken away.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from governance.procedure import (
    Actor,
    ActorKind,
    Disposition,
    Failure,
    Next,
    OnHalt,
    Performer,
    PerformerKind,
    Procedure,
)
from governance.readiness import CHECKS, Act, Asked, Coverage, Due, Situation, assess
from tests.governance.readiness.situations import (
    ADA,
    AGENT,
    BO,
    NOW,
    ready,
    with_step,
)

_OF_GROUP = Coverage(asked=(Asked("Finance", quorum=1, four_eyes=False),))


def _covered(situation: Situation, action: str, coverage: Coverage) -> Situation:
    return replace(situation, coverage={**situation.coverage, action: coverage})


def _without_steps(one: Situation) -> Situation:
    return replace(one, procedure=Procedure(()))


def _branching(one: Situation) -> Situation:
    return with_step(one, "match", next=(Next("pay", "it matches"), Next("notify")))


def _looping(one: Situation) -> Situation:
    return with_step(one, "notify", next=(Next("pay"),))


def _skipping(one: Situation) -> Situation:
    return with_step(one, "read", next=(Next("pay"),))


def _person(one: Situation) -> Situation:
    return with_step(one, "read", performer=Performer(PerformerKind.PERSON))


def _stranger(one: Situation) -> Situation:
    who = Actor(ActorKind.PERSON, "zed@acme.example")
    return with_step(one, "read", failures=(Failure("It is blank.", who, "asks"),))


def _empty_group(one: Situation) -> Situation:
    who = Actor(ActorKind.GROUP, "Legal")
    return with_step(one, "read", failures=(Failure("It is blank.", who, "asks"),))


BROKEN: list[tuple[str, str, Callable[[Situation], Situation]]] = [
    ("structure.steps", "The process has no steps", _without_steps),
    (
        "structure.performers",
        "Step 1, “Read the invoice”, does not say who does it",
        lambda one: with_step(one, "read", performer=None),
    ),
    ("structure.performers", "does not say for whom", _person),
    (
        "structure.input_output",
        "Step 1, “Read the invoice”, does not say what it begins with",
        lambda one: with_step(one, "read", input=" "),
    ),
    (
        "structure.input_output",
        "does not say what comes out of it",
        lambda one: with_step(one, "read", output=""),
    ),
    (
        "structure.failures",
        "does not say what can go wrong",
        lambda one: with_step(one, "read", failures=()),
    ),
    (
        "structure.failures",
        "does not say who acts when it goes wrong",
        lambda one: with_step(one, "read", failures=(Failure("It is blank."),)),
    ),
    (
        "structure.halts",
        "does not say what happens when it stops midway",
        lambda one: with_step(one, "read", on_halt=OnHalt(text="Read it again.")),
    ),
    (
        "structure.halts",
        "is handed over when it stops, but to nobody",
        lambda one: with_step(
            one, "read", on_halt=OnHalt(policy=Disposition.HAND_OVER)
        ),
    ),
    ("structure.ends", "Step 2, “Match it to the order”, is never reached", _skipping),
    ("structure.ends", "Step 3, “Send the payment”, never comes to an end", _looping),
    ("structure.branches", "not all with a when", _branching),
    ("structure.people", "names zed@acme.example, who cannot be reached", _stranger),
    ("structure.people", "names Legal, who cannot be reached", _empty_group),
    (
        "accountability.owner",
        "Nobody has accepted to answer for Invoice agent",
        lambda one: replace(one, agent=replace(AGENT, owner=None)),
    ),
    (
        "accountability.deputy",
        "Nobody has accepted to stand in",
        lambda one: replace(one, agent=replace(AGENT, deputy=None)),
    ),
    (
        "accountability.deputy",
        "Nobody has accepted to stand in",
        lambda one: replace(one, agent=replace(AGENT, deputy=ADA)),
    ),
    (
        "accountability.approvers",
        "When Bo Lindqvist is away, nobody in Finance can approve",
        lambda one: replace(one, groups={"Finance": (BO,)}),
    ),
    (
        "accountability.approvers",
        "When Bo Lindqvist is away, nobody in Finance can approve",
        # Four eyes: who answers for the agent is not one of them.
        lambda one: replace(one, groups={"Finance": (BO, ADA)}),
    ),
    (
        "accountability.approvers",
        "Nobody in Finance can approve",
        lambda one: replace(one, groups={}, people={}),
    ),
    (
        "accountability.approvers",
        "Only Bo Lindqvist and Cy of Finance can approve, and 3 have to",
        lambda one: _covered(
            one, "payment.send", Coverage(asked=(Asked("Finance", 3, four_eyes=False),))
        ),
    ),
    (
        "boundaries.declared",
        "Step 3, “Send the payment”, uses payment.send, which is not declared",
        lambda one: replace(
            one, acts={name: act for name, act in one.acts.items() if "pay" not in name}
        ),
    ),
    (
        "boundaries.covered",
        "No rule lets Invoice agent do payment.send",
        lambda one: _covered(one, "payment.send", Coverage()),
    ),
    (
        "boundaries.limited",
        "Invoice agent may do payment.send alone as often as it likes",
        lambda one: _covered(
            one, "payment.send", Coverage(lenient=("Small",), limited=False)
        ),
    ),
    (
        "trace.readable",
        "The trace would not say what a payment.send was about",
        lambda one: replace(
            one,
            acts={**one.acts, "payment.send": Act("payment.send", True, True, False)},
        ),
    ),
    (
        "trace.kept",
        "Nobody has said how long the trace is kept",
        lambda one: replace(one, kept_days=None),
    ),
    (
        "recovery.way_out",
        "Step 4, “Tell the supplier”, has no way out when it is unknown",
        lambda one: with_step(
            one, "notify", on_halt=OnHalt(policy=Disposition.FAIL_CLOSED)
        ),
    ),
    (
        "recovery.pivots",
        "Step 3, “Send the payment”, cannot be undone, and does not say so",
        lambda one: with_step(one, "pay", pivot=False),
    ),
    (
        "recovery.drill",
        "Stopping it midway has never been tried",
        lambda one: replace(one, agent=replace(AGENT, drilled_at=None)),
    ),
    (
        "recovery.drill",
        "was last tried more than 90 days ago",
        lambda one: replace(
            one, agent=replace(AGENT, drilled_at=NOW - timedelta(days=90))
        ),
    ),
    (
        "reviews.due",
        "The boundaries should have been looked at again",
        lambda one: replace(
            one, reviews=(Due("The boundaries", NOW - timedelta(days=14)),)
        ),
    ),
]


def test_nothing_is_missing_where_all_is_well() -> None:
    report = assess(ready())

    assert report.ready, [gap.text for _, gap in report.gaps]
    assert len(report.results) == len(CHECKS)


@pytest.mark.parametrize(
    ("code", "told", "breaking"), BROKEN, ids=[f"{one[0]}: {one[1]}" for one in BROKEN]
)
def test_a_broken_rule_is_a_gap_in_words(
    code: str, told: str, breaking: Callable[[Situation], Situation]
) -> None:
    report = assess(breaking(ready()))

    assert not report.ready
    texts = [gap.text for check, gap in report.gaps if check.code == code]
    assert any(told in text for text in texts), [gap.text for _, gap in report.gaps]


def test_every_check_has_a_twin_that_fails() -> None:
    assert {code for code, _, _ in BROKEN} == {check.code for check in CHECKS}


@pytest.mark.parametrize(
    "change",
    [
        # Almost broken, and still right.
        lambda one: replace(
            one, agent=replace(AGENT, drilled_at=NOW - timedelta(days=89))
        ),
        lambda one: replace(
            one, reviews=(Due("The boundaries", NOW - timedelta(days=13)),)
        ),
        lambda one: _covered(one, "payment.send", _OF_GROUP),
        lambda one: with_step(
            one, "match", next=(Next("pay", "it matches"), Next("", "it differs"))
        ),
        lambda one: with_step(
            one,
            "read",
            performer=Performer(
                PerformerKind.PERSON, Actor(ActorKind.GROUP, "Finance")
            ),
        ),
    ],
)
def test_what_is_only_almost_broken_is_no_gap(
    change: Callable[[Situation], Situation],
) -> None:
    assert assess(change(ready())).ready
