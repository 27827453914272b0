"""What is left afterwards: a trace that can be read, a way out, and a next look."""

from datetime import timedelta

from governance.readiness.accountability import agent_of
from governance.readiness.report import Area, Check, Gap, Look, Mend
from governance.readiness.situation import Situation
from governance.readiness.structure import named

DRILL_HOLDS = timedelta(days=90)


def _readable(situation: Situation) -> Look:
    gaps = [
        Gap(
            text=f"The trace would not say what a {act.name} was about",
            why="Its phrase names none of its parameters: every line reads the same.",
            mend=Mend.ACTIONS,
            link="Write its phrase",
            about=act.name,
            step=step.key,
        )
        for step, act in situation.acting()
        if not act.speaks
    ]
    return Look(tuple(gaps))


def _kept(situation: Situation) -> Look:
    if situation.kept_days is not None:
        return Look()
    gap = Gap(
        text="Nobody has said how long the trace is kept",
        why="Whoever asks in two years what happened must know whether it is there.",
        mend=Mend.CLIENT,
        link="Say how long",
    )
    return Look((gap,))


def _way_out(situation: Situation) -> Look:
    gaps = [
        Gap(
            text=f"{named(step, situation)} has no way out when it is unknown",
            why=f"The target of {act.name} cannot be asked whether it happened, so a "
            "person has to find out.",
            mend=Mend.STEP,
            link="Name a person",
            about=step.key,
            step=step.key,
        )
        for step, act in situation.acting()
        if act.irreversible
        and not act.can_be_asked
        and (step.on_halt is None or step.on_halt.who is None)
    ]
    return Look(tuple(gaps))


def _pivots(situation: Situation) -> Look:
    gaps = [
        Gap(
            text=f"{named(step, situation)} cannot be undone, and does not say so",
            why=f"{act.name} is irreversible: mark the step as a point of no return.",
            mend=Mend.STEP,
            link="Mark it",
            about=step.key,
            step=step.key,
        )
        for step, act in situation.acting()
        if act.irreversible and not step.pivot
    ]
    return Look(tuple(gaps))


def _drill(situation: Situation) -> Look:
    drilled = agent_of(situation).drilled_at
    days = DRILL_HOLDS.days
    if drilled is not None and drilled + DRILL_HOLDS > situation.now:
        return Look(until=drilled + DRILL_HOLDS)
    text = "Stopping it midway has never been tried"
    if drilled is not None:
        text = f"Stopping it midway was last tried more than {days} days ago"
    why = "Does a halt take effect, and does the handover reach a person? Try it."
    return Look((Gap(text, why, Mend.DRILL, "Run a halt drill"),))


def _reviews(situation: Situation) -> Look:
    grace = timedelta(days=situation.grace_days)
    gaps = [
        Gap(
            text=f"{one.what} should have been looked at again",
            why=f"It was due on {one.due_at:%-d %B %Y}, and the "
            f"{situation.grace_days} days of grace are over.",
            mend=Mend.REVIEW,
            link="Review it",
            about=one.what,
        )
        for one in situation.reviews
        if one.due_at + grace <= situation.now
    ]
    ends = [one.due_at + grace for one in situation.reviews]
    return Look(tuple(gaps), until=min(ends, default=None))


TRACE = (
    Check(
        "trace.readable",
        Area.TRACE,
        "The trace of every action says what it was about",
        _readable,
    ),
    Check("trace.kept", Area.TRACE, "It is said how long the trace is kept", _kept),
)
RECOVERY = (
    Check(
        "recovery.way_out",
        Area.RECOVERY,
        "What cannot be undone has a way out when its outcome is unknown",
        _way_out,
    ),
    Check(
        "recovery.pivots",
        Area.RECOVERY,
        "Points of no return are marked",
        _pivots,
    ),
    Check(
        "recovery.drill",
        Area.RECOVERY,
        f"A halt drill passed within {DRILL_HOLDS.days} days",
        _drill,
        of_agent=True,
    ),
)
REVIEWS = (
    Check(
        "reviews.due",
        Area.REVIEWS,
        "Owner and boundaries have been looked at again in time",
        _reviews,
        of_agent=True,
    ),
)
