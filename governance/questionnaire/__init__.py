"""Is this process ready at all? Asked and answered before there is any agent."""

from governance.questionnaire.assessing import Assessment, Finding, assess
from governance.questionnaire.questions import (
    QUESTIONS,
    Area,
    Question,
    Reply,
    Told,
)

__all__ = [
    "QUESTIONS",
    "Area",
    "Assessment",
    "Finding",
    "Question",
    "Reply",
    "Told",
    "assess",
]
