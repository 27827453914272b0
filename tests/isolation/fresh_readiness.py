"""Processes and what makes them ready, made anew for each who may do something."""

from collections.abc import Callable

from agents.models import Agent
from agents.selectors import owner_of_record
from agents.services import plan_absence, register_agent, withdraw_absence
from config.demo.process import STEPS
from governance.models import Drill, Questionnaire, Waiver
from governance.selectors.standing import live_clearances
from governance.services.drafting import start_workflow
from governance.services.drills import answer_drill, rehearse, start_drill
from governance.services.questionnaires import start_questionnaire
from governance.services.waiving import waive, withdraw_waiver
from governance.services.workflows import publish_workflow
from tenants.clock import database_now
from tenants.models import Membership
from tests.cast import Cast
from tests.database import changed_by_force
from tests.governance.happenings import an_invoice
from tests.governance.readying import (
    IN_A_MONTH,
    answered_for,
    clear_for,
    report_of,
    version_of,
)
from tests.isolation.fresh_announcements import delivered
from tests.isolation.fresh_people import not_looked_into, taken_back
from tests.isolation.routes_of_readiness import TITLE


def owned(cast: Cast) -> Agent:
    """Return a new agent for which the first admin answers, Ada at Acme."""
    with cast.scope(first_of(cast)):
        agent = register_agent(name=f"Idle {an_invoice()}", purpose="Waits.")
    return answered_for(cast, agent, by=first_of(cast))


def first_of(cast: Cast) -> Membership:
    """Return who set the client up."""
    return next(iter(cast.people.values()))


def _place(cast: Cast) -> dict[str, str]:
    with cast.scope(cast.ada):
        workflow = str(version_of(cast).workflow_id)
    return {"workflow_id": workflow, "agent_id": str(owned(cast).id)}


def waived(cast: Cast) -> dict[str, str]:
    """Return a gap for which the first admin answers."""
    agent, by = owned(cast), first_of(cast)
    with cast.scope(by):
        missing = next(
            one
            for one in report_of(cast, agent).gaps
            if one.check.code == "recovery.drill"
        )
        waiver = waive(
            workflow=version_of(cast).workflow,
            agent=agent,
            missing=missing,
            reason="Planned.",
            expires_at=database_now() + IN_A_MONTH,
            by=by,
        )
    return {"waiver_id": str(waiver.id)}


def handed_over(cast: Cast) -> dict[str, str]:
    """Return a drill that waits for the first admin."""
    agent, by = owned(cast), first_of(cast)
    with cast.scope(by):
        drill = start_drill(agent=agent, version=version_of(cast), by=by)
    rehearse(cast.client.id, drill.id)
    return {"drill_id": str(drill.id)}


def _nothing(_cast: Cast) -> dict[str, str]:
    return {}


def _published(cast: Cast) -> dict[str, str]:
    """Return a process of which nobody writes the next version."""
    key = f"process-{an_invoice().lower()}"
    with cast.scope(cast.ada):
        version = publish_workflow(key=key, title=key, steps=STEPS)
    return {"workflow_id": str(version.workflow_id)}


def _drafted(cast: Cast) -> dict[str, str]:
    """Return a process of which Ada has begun to write the first version."""
    with cast.scope(cast.ada):
        draft = start_workflow(title=f"Process {an_invoice()}", by=cast.ada)
        draft.steps = STEPS
        draft.save(update_fields=["steps"])
    return {"workflow_id": str(draft.workflow_id)}


def answered(cast: Cast) -> dict[str, str]:
    """Return a drill about which nothing can be done any more."""
    parts, by = handed_over(cast), first_of(cast)
    with cast.scope(by):
        answer_drill(Drill.objects.get(id=parts["drill_id"]), by=by)
    return parts


def withdrawn(cast: Cast) -> dict[str, str]:
    """Return a waiver that has been withdrawn."""
    parts, by = waived(cast), first_of(cast)
    with cast.scope(by):
        withdraw_waiver(Waiver.objects.get(id=parts["waiver_id"]), by=by)
    return parts


def _place_held(cast: Cast) -> dict[str, str]:
    """Return the place of who answers for a new agent."""
    agent = owned(cast)
    with cast.scope():
        held = owner_of_record(agent.id)
    assert held is not None
    return {"ownership_id": str(held.id)}


def _with_a_deputy(cast: Cast) -> dict[str, str]:
    """Return somebody whose absence stops nothing."""
    return {"membership_id": str(cast.ada.id)}


def _away(cast: Cast) -> dict[str, str]:
    """Return an absence that is to come."""
    with cast.scope(cast.ada):
        first = database_now() + IN_A_MONTH
        until = first + IN_A_MONTH
        absence = plan_absence(cast.ada, since=first, until=until, by=cast.ada)
    return {"absence_id": str(absence.id)}


def called_off(cast: Cast) -> dict[str, str]:
    """Return an absence about which nothing can be done any more."""
    by = first_of(cast)
    with cast.scope(by):
        first = database_now() + IN_A_MONTH
        absence = plan_absence(by, since=first, until=first + IN_A_MONTH, by=by)
        withdraw_absence(absence, by=by)
    return {"absence_id": str(absence.id)}


def _asked_about(cast: Cast) -> dict[str, str]:
    with cast.scope(cast.ada):
        started = start_questionnaire(title=f"Cash {an_invoice()}", by=cast.ada)
    return {"questionnaire_id": str(started.id)}


def ready_parts(cast: Cast) -> dict[str, str]:
    """Return ids of what makes ready, about which nothing can be done any more."""
    with cast.scope():
        questionnaire = Questionnaire.objects.earliest("id")
    return {
        **answered(cast),
        **called_off(cast),
        **taken_back(cast),
        **delivered(cast),
        **not_looked_into(cast),
        **withdrawn(cast),
        "questionnaire_id": str(questionnaire.id),
    }


def _none_called_so(_cast: Cast) -> dict[str, str]:
    statement = "UPDATE governance_workflow SET key = id::text WHERE title = %s"
    changed_by_force(statement, TITLE)
    return {}


def stand_again(cast: Cast) -> None:
    """Clear the agent once more, where its clearance has fallen."""
    with cast.scope(cast.ada):
        stands = bool(live_clearances(cast.agent))
    if not stands:
        clear_for(cast, cast.agent)


OF_READINESS: dict[str, Callable[[Cast], dict[str, str]]] = {
    "workflows/<uuid:workflow_id>/waive/": _place,
    "waivers/<uuid:waiver_id>/withdraw/": waived,
    "workflows/<uuid:workflow_id>/drill/": _place,
    "drills/<uuid:drill_id>/answer/": handed_over,
    "workflows/start/": _none_called_so,
    "workflows/<uuid:workflow_id>/draft/begin/": _published,
    "workflows/<uuid:workflow_id>/draft/write/": _drafted,
    "workflows/<uuid:workflow_id>/draft/move/": _drafted,
    "workflows/<uuid:workflow_id>/draft/remove/": _drafted,
    "workflows/<uuid:workflow_id>/draft/publish/": _drafted,
    "workflows/<uuid:workflow_id>/draft/discard/": _drafted,
    "questionnaires/start/": _nothing,
    "questionnaires/<uuid:questionnaire_id>/answer/": _asked_about,
    "reviews/boundaries/": _nothing,
    "reviews/owners/<uuid:ownership_id>/": _place_held,
    "owners/<uuid:ownership_id>/end/": _place_held,
    "people/<uuid:membership_id>/absence/": _with_a_deputy,
    "absences/<uuid:absence_id>/withdraw/": _away,
    "reviews/policy/": _nothing,
}
