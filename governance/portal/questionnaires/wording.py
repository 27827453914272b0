"""What the answers say, in a sentence."""

from governance.models import Questionnaire
from governance.portal.readiness.wording import count_of
from governance.questionnaire import Assessment


def verdict(questionnaire: Questionnaire, assessment: Assessment) -> str:
    """Return whether to begin with a process."""
    if assessment.answered == 0:
        return f"Nobody has been asked about {questionnaire.title} yet."
    if not assessment.is_ready:
        number = len(assessment.in_the_way)
        verb = "stands" if number == 1 else "stand"
        things = count_of(number, "thing")
        return f"{questionnaire.title} is not ready: {things} {verb} in the way."
    if assessment.to_do:
        left = count_of(len(assessment.to_do), "thing")
        return f"{questionnaire.title} can be written down; {left} to do meanwhile."
    return f"{questionnaire.title} can be written down now."
