"""Reads: questionnaires about processes."""

from uuid import UUID

from governance.models import Questionnaire
from governance.questionnaire import Assessment, Reply, Told, assess
from tenants.errors import NotFound


def questionnaires() -> list[Questionnaire]:
    """Return all questionnaires of the client, the newest first."""
    rows = Questionnaire.objects.select_related("answered_by__user")
    return list(rows.order_by("-started_at", "-id"))


def questionnaire_by_id(questionnaire_id: UUID, *, lock: bool = False) -> Questionnaire:
    """Return a questionnaire; ``lock`` holds its row.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = Questionnaire.objects.select_related("answered_by__user")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = rows.filter(id=questionnaire_id).first()
    if found is None:
        raise NotFound("There is no such questionnaire.")
    return found


def assessment_of(questionnaire: Questionnaire) -> Assessment:
    """Return what the answers of a questionnaire say."""
    return assess(
        {
            key: Told(Reply(one["reply"]) if one["reply"] else None, one["note"])
            for key, one in questionnaire.answers.items()
        }
    )
