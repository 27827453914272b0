"""Writes: questionnaires about processes that no agent works on yet."""

from collections.abc import Mapping

from audit.events import Event
from audit.ledger import Target, record
from governance.models import Questionnaire
from governance.questionnaire import QUESTIONS, Told
from governance.selectors.questionnaires import questionnaire_by_id
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.models import Membership, Role
from tenants.selectors import require_role

MAY_ANSWER = (Role.ADMIN, Role.OPERATOR)


def start_questionnaire(*, title: str, by: Membership) -> Questionnaire:
    """Begin to ask whether a process is ready; return the questionnaire.

    Raises:
        NotAllowed: an auditor or member cannot.
        Invalid: the process has no name.
    """
    _require_hand(by)
    named = " ".join(title.split())
    if not named:
        raise Invalid("Say what the process is called.", field="title")
    now = database_now()
    questionnaire = Questionnaire(
        title=named, started_at=now, answered_by=by, answered_at=now
    )
    questionnaire.save(force_insert=True)
    _record(Event.QUESTIONNAIRE_STARTED, questionnaire)
    return questionnaire


def answer_questionnaire(
    questionnaire: Questionnaire,
    answers: Mapping[str, Told],
    *,
    seen: int,
    by: Membership,
) -> None:
    """Keep the answers in the place of those before; ``seen`` is the revision changed.

    Raises:
        NotAllowed: an auditor or member cannot.
        Conflict: somebody changed it in the meantime.
    """
    _require_hand(by)
    held = questionnaire_by_id(questionnaire.id, lock=True)
    if held.revision != seen:
        name = held.answered_by.user.name
        raise Conflict(f"{name} changed it in the meantime: look at it again.")
    held.answers = {
        one.key: {"reply": told.reply and told.reply.value, "note": told.note.strip()}
        for one in QUESTIONS
        if (told := answers.get(one.key)) is not None
    }
    held.revision += 1
    held.answered_by, held.answered_at = by, database_now()
    held.save(update_fields=["answers", "revision", "answered_by", "answered_at"])
    _record(Event.QUESTIONNAIRE_ANSWERED, held)


def _require_hand(by: Membership) -> None:
    require_role(by, set(MAY_ANSWER), refusal="Only an admin or operator can answer.")


def _record(event: Event, questionnaire: Questionnaire) -> None:
    record(
        event,
        target=Target("questionnaire", questionnaire.id),
        params={"process": questionnaire.title},
    )
