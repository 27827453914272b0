"""A situation in which everything is ready, to be broken one thing at a time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from config.demo.process import STEPS
from governance.procedure import Procedure, Step, read_procedure
from governance.readiness import Act, Agent, Asked, Coverage, Due, Person, Situation

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
ADA, BO, CY = Person("1", "Ada Rossi"), Person("2", "Bo Lindqvist"), Person("3", "Cy")
AGENT = Agent("Invoice agent", ADA, BO, drilled_at=NOW - timedelta(days=1))


def ready() -> Situation:
    """Return the demo's process, with all that it needs."""
    return Situation(
        now=NOW,
        procedure=read_procedure(STEPS),
        agent=AGENT,
        people={"bo@acme.example": BO},
        groups={"Finance": (BO, CY)},
        acts={
            "invoice.match": Act("invoice.match", False, True, True),
            "payment.send": Act("payment.send", True, True, True),
            "supplier.notify": Act("supplier.notify", True, False, True),
        },
        coverage={
            "invoice.match": Coverage(lenient=("Matching",)),
            "payment.send": Coverage(
                lenient=("Small payments",),
                limited=True,
                asked=(Asked("Finance", quorum=1, four_eyes=True),),
            ),
            "supplier.notify": Coverage(lenient=("Writing",), limited=True),
        },
        reviews=(Due("The boundaries", NOW + timedelta(days=30)),),
        kept_days=3650,
    )


def with_step(situation: Situation, key: str, **changes: Any) -> Situation:
    """Return the situation with one step changed."""
    steps = tuple(
        replace(step, **changes) if step.key == key else step
        for step in situation.procedure.steps
    )
    return replace(situation, procedure=Procedure(steps))


def of_steps(*steps: Step) -> Situation:
    """Return the situation with these steps instead, and no action."""
    return replace(ready(), procedure=Procedure(steps), acts={}, coverage={})
