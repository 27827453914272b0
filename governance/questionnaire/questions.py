"""The questions, in the order in which one asks them in a conversation."""

from dataclasses import dataclass
from enum import StrEnum


class Area(StrEnum):
    """What a question is about."""

    PROCESS = "The process"
    STEPS = "Its steps"
    FAILURES = "When it goes wrong"
    PEOPLE = "Who answers"
    FACTS = "What it works with"
    STOPPING = "Stopping it"


class Reply(StrEnum):
    """What somebody answers."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Question:
    """A question in plain words, why it is asked, and what to do when it is a no.

    Where an ``essential`` one is not answered with yes, nobody should begin.
    """

    key: str
    area: Area
    text: str
    why: str
    remedy: str
    essential: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody answered to a question, with a note of their own."""

    reply: Reply | None = None
    note: str = ""


QUESTIONS: tuple[Question, ...] = (
    Question(
        "purpose",
        Area.PROCESS,
        "Can you say in one sentence what the process is for, and when it is done?",
        "What has no end cannot be checked.",
        "Write the sentence, and have the people who do it today agree to it.",
        essential=True,
    ),
    Question(
        "same",
        Area.PROCESS,
        "Do two people who do it today do it in the same way?",
        "An agent would learn one of the ways, and nobody would know which.",
        "Watch both, settle on one way, and write that down.",
        essential=True,
    ),
    Question(
        "volume",
        Area.PROCESS,
        "Do you know how often it happens, and how often it is an exception?",
        "What is mostly exceptions is work for people.",
        "Count both for a month.",
    ),
    Question(
        "written",
        Area.STEPS,
        "Is each step written down so that a new colleague could do it tomorrow?",
        "What a person could not follow, an agent will guess.",
        "Write the steps down: who, with what, what comes out.",
        essential=True,
    ),
    Question(
        "judgement",
        Area.STEPS,
        "Do you know at which steps somebody has to judge, and on what grounds?",
        "There a person decides, or the grounds become rules.",
        "Mark these steps, and write the grounds beside them.",
    ),
    Question(
        "return",
        Area.STEPS,
        "Do you know after which step it cannot be undone?",
        "Before that step one may stop; after it one has to know what happened.",
        "Mark the point of no return, and what is checked before it.",
        essential=True,
    ),
    Question(
        "failures",
        Area.FAILURES,
        "Is it written down what can go wrong at each step, and who then acts?",
        "Something will, on a day when nobody has time to think.",
        "Go through last year's troubles, step by step.",
        essential=True,
    ),
    Question(
        "midway",
        Area.FAILURES,
        "If it stopped midway now, would somebody know what has happened and what not?",
        "Doing it twice can be worse than not doing it.",
        "Say for each step how one finds out whether it was done.",
    ),
    Question(
        "owner",
        Area.PEOPLE,
        "Is there one person who answers when it does something unexpected?",
        "Without a name, it is nobody.",
        "Ask that person, and have them accept in writing.",
        essential=True,
    ),
    Question(
        "deputy",
        Area.PEOPLE,
        "Is there somebody who stands in when that person is away?",
        "Processes do not wait for holidays.",
        "Name a deputy, and tell both.",
    ),
    Question(
        "approvers",
        Area.PEOPLE,
        "Can at least two people decide what must not be decided alone?",
        "One person is ill one day, and everything waits.",
        "Name a group, and see that two of it can be reached.",
    ),
    Question(
        "facts",
        Area.FACTS,
        "Is what it decides on kept in one place, and right today?",
        "An agent is as wrong as the records that it is checked against.",
        "Say where each fact is kept, and who keeps it.",
        essential=True,
    ),
    Question(
        "amounts",
        Area.FACTS,
        "Do you know how much it may move alone, in a day and at once?",
        "Without an amount, there is no limit.",
        "Settle both amounts, and who decides above them.",
    ),
    Question(
        "stop",
        Area.STOPPING,
        "Could you stop it within a minute, and has somebody tried?",
        "What was never stopped does not stop.",
        "Plan a halt drill, and do it before the first day.",
    ),
    Question(
        "measure",
        Area.STOPPING,
        "Would you see by yourselves, within a day, that it has become worse?",
        "Otherwise a customer sees it first.",
        "Choose two figures, and who looks at them.",
    ),
)
