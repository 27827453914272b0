"""Who does what in a process, derived from what is written and who answers."""

from dataclasses import replace

from governance.procedure import (
    Actor,
    ActorKind,
    Failure,
    OnHalt,
    Performer,
    PerformerKind,
    Procedure,
    Step,
)
from governance.readiness import Agent, Asked, Coverage, Person, Situation, raci
from tests.governance.readiness.situations import NOW

ADA, BO = Person("1", "Ada Rossi"), Person("2", "Bo Lindqvist")
AGENT = Agent(name="Invoice agent", owner=ADA, deputy=BO, drilled_at=None)
PAY = Step(
    "pay",
    "Pay",
    performer=Performer(PerformerKind.AGENT),
    action="payment.send",
    failures=(
        Failure("It is refused.", Actor(ActorKind.GROUP, "Finance"), "asks why"),
        Failure("Silence.", Actor(ActorKind.OWNER), "finds out"),
    ),
    on_halt=OnHalt(who=Actor(ActorKind.DEPUTY)),
)
FILE = Step(
    "file",
    "File it",
    performer=Performer(PerformerKind.PERSON, Actor(ActorKind.PERSON, "bo@x.example")),
)
SITUATION = Situation(
    now=NOW,
    procedure=Procedure((PAY, FILE)),
    agent=AGENT,
    people={"bo@x.example": BO},
    coverage={"payment.send": Coverage(asked=(Asked("Finance", 1, four_eyes=True),))},
)


def test_each_step_has_one_who_answers_and_names_those_around_it() -> None:
    pay, file = raci(SITUATION)

    assert (pay.responsible, pay.accountable) == ("Invoice agent", "Ada Rossi")
    assert pay.consulted == ("Finance",)
    assert pay.informed == ("Finance", "Ada Rossi", "Bo Lindqvist")
    # Whoever performs a step as a person answers for it as well.
    assert (file.responsible, file.accountable) == ("Bo Lindqvist", "Bo Lindqvist")


def test_what_is_nobodys_is_said_to_be_nobodys() -> None:
    alone = replace(AGENT, owner=None, deputy=None)
    nobody = Procedure((replace(PAY, performer=None), replace(FILE, performer=None)))

    pay, file = raci(replace(SITUATION, agent=alone, procedure=nobody))

    assert (pay.responsible, pay.accountable) == ("nobody yet", "nobody yet")
    assert pay.informed == ("Finance", "nobody yet")
    assert (file.responsible, file.accountable) == ("nobody yet", "nobody yet")


def test_without_an_agent_places_are_named_and_who_left_is_told() -> None:
    pay, file = raci(replace(SITUATION, agent=None, people={}))

    assert (pay.responsible, pay.accountable) == ("the agent", "the owner")
    assert file.responsible == "bo@x.example, who does not work here"
