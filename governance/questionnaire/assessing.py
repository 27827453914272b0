"""What the answers say: whether to begin, and what to do first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from governance.questionnaire.questions import QUESTIONS, Area, Question, Reply, Told

_NOTHING = Told()


@dataclass(frozen=True, slots=True)
class Finding:
    """A question with what was answered."""

    question: Question
    told: Told

    @property
    def is_in_place(self) -> bool:
        """Whether there is nothing left to do about it."""
        return self.told.reply is Reply.YES

    @property
    def is_in_the_way(self) -> bool:
        """Whether nobody should begin before it is in place."""
        return self.question.essential and not self.is_in_place


@dataclass(frozen=True, slots=True)
class Assessment:
    """All questions with their answers, in their order."""

    findings: Sequence[Finding]

    @property
    def in_the_way(self) -> list[Finding]:
        """Return what has to be in place before anybody begins."""
        return [one for one in self.findings if one.is_in_the_way]

    @property
    def to_do(self) -> list[Finding]:
        """Return what else is not in place: it can be done meanwhile."""
        return [
            one
            for one in self.findings
            if not one.is_in_place and not one.question.essential
        ]

    @property
    def answered(self) -> int:
        """Return how many questions were answered."""
        return sum(one.told.reply is not None for one in self.findings)

    @property
    def is_ready(self) -> bool:
        """Whether it can be given to an agent as far as these questions go."""
        return not self.in_the_way

    def by_area(self) -> list[tuple[Area, list[Finding]]]:
        """Return the findings area by area."""
        return [
            (area, [one for one in self.findings if one.question.area is area])
            for area in Area
        ]


def assess(answers: Mapping[str, Told]) -> Assessment:
    """Return what the answers say; what was not answered is not in place."""
    return Assessment(
        [Finding(one, answers.get(one.key, _NOTHING)) for one in QUESTIONS]
    )
