"""Sentences that head these pages."""

from datetime import datetime

from django.contrib.humanize.templatetags.humanize import apnumber

from governance.engine.wording import listed
from governance.portal.inbox.cards import Card
from governance.selectors.home import Home
from governance.selectors.inbox import Outline, Show
from governance.states import CheckpointState
from tenants.templatetags.times import left


def many(count: int, one: str, more: str) -> str:
    """Return "one decision", "three decisions", "12 decisions"."""
    return f"{apnumber(count)} {one if count == 1 else more}"


def capital(text: str) -> str:
    """Return a text with its first letter as a sentence begins."""
    return text[:1].upper() + text[1:]


def time_left(deadline: datetime, *, now: datetime) -> str:
    """Return how long it is until a deadline, for "in ...": "48 min"."""
    seconds = max(1, int((deadline - now).total_seconds()))
    return left(seconds).removesuffix(" left")


def heading(show: Show, outline: Outline, *, now: datetime) -> str:
    """Return what there is in a part of the inbox, as a sentence or two."""
    if show is Show.DECIDED:
        if not outline.count:
            return "You have decided nothing yet."
        return f"You have decided {many(outline.count, 'question', 'questions')}."
    whom = "you" if show is Show.MINE else "others"
    if not outline.count or outline.first_deadline is None:
        return f"No decision waits for {whom}."
    count = many(outline.count, "decision waits", "decisions wait")
    which = "It" if outline.count == 1 else "The first"
    soon = time_left(outline.first_deadline, now=now)
    return f"{capital(count)} for {whom}. {which} lapses in {soon}."


_CLOSED = {
    CheckpointState.APPROVED: "This was approved.",
    CheckpointState.REFUSED: "This was refused.",
    CheckpointState.EXPIRED: "This lapsed, which counts as refused.",
    CheckpointState.CANCELLED: "Nobody has to decide this any more.",
}


def card_heading(card: Card, *, now: datetime) -> str:
    """Return whether one question waits, for whom and how long."""
    asked = card.checkpoint
    state = CheckpointState(asked.state)
    if state is not CheckpointState.WAITING:
        return _CLOSED[state]
    if asked.deadline <= now:
        return _CLOSED[CheckpointState.EXPIRED]
    whom = "you" if card.is_open else "others"
    return f"This waits for {whom}. It lapses in {time_left(asked.deadline, now=now)}."


NOTHING = {
    Show.MINE: (
        "Nothing waits for you.",
        "What a rule puts before one of your groups appears here until its deadline.",
    ),
    Show.OTHERS: (
        "Nothing waits for others.",
        "What other people have to decide appears here, for you to read.",
    ),
    Show.DECIDED: (
        "You have not answered anything yet.",
        "Every answer you give stays here, with your reason and what came of it.",
    ),
}


def home_heading(page: Home) -> str:
    """Return what waits for a person and until when, as a sentence or two."""
    if not page.duty_count:
        return "Nothing waits for you."
    waits = many(page.duty_count, "thing waits", "things wait")
    said = f"{capital(waits)} for you."
    which = "It" if page.duty_count == 1 else "The first"
    deadline = page.duties[0].deadline
    if deadline is None:
        return said
    if deadline <= page.now:
        return f"{said} {which} is overdue."
    return f"{said} {which} is due in {time_left(deadline, now=page.now)}."


def home_lead(page: Home, *, client: str) -> str:
    """Return what is wrong at the client, or that nothing is."""
    still = [line for line in page.agents if not line.member.may_act]
    stopped = sum(line.stopped_runs for line in page.agents)
    wrong = [
        many(count, one, more)
        for count, one, more in (
            (stopped, "run stopped midway", "runs stopped midway"),
            (page.ticket_count, "incident is open", "incidents are open"),
            (len(still), "agent may not act", "agents may not act"),
        )
        if count
    ]
    if not wrong:
        return f"No incident is open at {client}, and every agent may act."
    return f"{capital(listed(wrong, joint='and'))}. Nothing else at {client} is wrong."


def for_others(page: Home) -> str:
    """Return what other people have to decide, or nothing."""
    if not page.others.count:
        return ""
    waits = many(page.others.count, "decision waits", "decisions wait")
    return f"{capital(waits)} for others."
