"""Holds that can be released again: runs that did something which can be undone."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connection

from agents.declarations import Declaration
from agents.models import EffectClass, Reversibility
from agents.runners import Report, Result
from agents.selectors.declared import current_action_type
from agents.services import publish_action_type
from config.demo.process import PAY
from governance.models import Action, Compensation, Intent, Run
from governance.selectors.compensating import plan_of
from governance.selectors.rescues import run_by_number
from governance.services.compensating import compensate, go_on, seal_of
from tenants.models import Membership, Role
from tests.cast import Cast, payment
from tests.governance.halting import at_work
from tests.governance.happenings import an_invoice, open_run, stopped
from tests.governance.kinds import allow, bank
from tests.governance.losing import sent
from tests.governance.setting_up import do

HOLD, RELEASE, NOTE = "hold.place", "hold.release", "note.file"
WHY = "The supplier has gone."
DONE = Report(Result.DONE, "The bank accepted it.")
_TEXT = {"type": "string", "minLength": 1, "maxLength": 200}


def declare_holds(cast: Cast, *, allowed: bool = True) -> None:
    """Declare holds and how they are released, and notes, which nothing undoes.

    The boundaries allow them, but the release only if it is to be ``allowed``.
    """
    by = next(iter(cast.people.values()))
    with cast.scope(by):
        for declaration in (release(), _hold(), _note()):
            publish_action_type(declaration, runner=bank())
        for name in (HOLD, NOTE, *([RELEASE] if allowed else [])):
            allow(cast, name)


def did(cast: Cast, run: Run, invoice: str, *, action: str = HOLD) -> Action:
    """Ask for something in a run, have it done, and return it."""
    body = payment({"id": str(run.id)}, invoice=invoice) | {"action": action}
    answer = cast.api("POST", "actions", body)
    assert answer.status_code == 201, answer.content
    assert answer.json()["status"] == "authorized", answer.json()
    action_id = UUID(answer.json()["id"])
    sent(cast, action_id, DONE)
    with cast.scope():
        return Action.objects.get(id=action_id)


def stopped_after(cast: Cast, run: Run, *invoices: str) -> Run:
    """Have a run hold something for these invoices, and stop."""
    for invoice in invoices:
        did(cast, run, invoice)
    stopped(cast, run)
    return run


def being_undone(cast: Cast) -> Run:
    """Return a run of which somebody undoes something by hand at the moment."""
    by = next(one for one in cast.people.values() if one.role == Role.ADMIN)
    run = can_be_undone(cast)
    have_undone(cast, run.number, by=by)
    return run


def have_undone(cast: Cast, number: int, *, by: Membership) -> None:
    """Have a person decide that a run is undone, as it stands now; raises Conflict."""
    with cast.scope(by):
        locked = run_by_number(number, lock=True)
        compensate(locked, by=by, reason=WHY, seen=seal_of(plan_of(locked)))


def can_be_undone(cast: Cast) -> Run:
    """Return a run that did something, which a person can undo, and stopped."""
    with cast.scope():
        known = current_action_type(NOTE) is not None
    if not known:
        declare_holds(cast)
    run = open_run(cast)
    did(cast, run, an_invoice(), action=NOTE)
    stopped(cast, run)
    return run


def undo(
    cast: Cast,
    run: Run,
    *,
    who: Membership | None = None,
    seen: str | None = None,
    **fields: Any,
) -> Any:
    """Decide that what a run did is undone, as the page shows it now."""
    with cast.scope():
        now = seal_of(plan_of(run))
    fields = {"reason": WHY, "seen": now if seen is None else seen, **fields}
    return do(cast, who or cast.bo, f"runs/{run.number}/undo/start/", **fields)


def write(cast: Cast, run: Run, *, done: str = "yes", words: str = "I called.") -> Any:
    """Write what became of the thing that a person undoes now."""
    row = next(one for one in rows_of(cast, run) if one.state == "under_way")
    fields = {"compensation": str(row.id), "done": done, "words": words}
    return do(cast, cast.bo, f"runs/{run.number}/undone/", **fields)


def rows_of(cast: Cast, run: Run) -> list[Compensation]:
    """Return everything that was ever planned to be undone of a run, in order."""
    with cast.scope():
        rows = Compensation.objects.filter(rescue__run=run)
        rows = rows.order_by("rescue__decided_at", "position")
        return list(rows.select_related("undoes", "kind"))


def states_of(cast: Cast, run: Run) -> list[str]:
    """Return how far each of these is."""
    return [one.state for one in rows_of(cast, run)]


def attempts(cast: Cast, run: Run) -> list[Action]:
    """Return the actions by which something of a run is or was undone, in order."""
    with cast.scope():
        rows = Action.objects.filter(run=run, compensation__isnull=False)
        return list(rows.select_related("action_type").order_by("asked_at", "id"))


def intent_of(cast: Cast, action: Action) -> str:
    """Return what the target was given with an effect."""
    with cast.scope():
        return str(Intent.objects.get(action=action).id)


def released(cast: Cast, run: Run, report: Report = DONE) -> Action:
    """Have the release that is asked for last carried out, and what follows begun."""
    action = attempts(cast, run)[-1]
    assert sent(cast, action.id, report) is not None
    look(cast)
    return action


def look(cast: Cast) -> int:
    """Go on with undoing where that is due, as a worker does; return how often."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM remit_due('compensations', 1000)")
        due = [row for client, row in cursor.fetchall() if client == cast.client.id]
    for row_id in due:
        with at_work(cast):
            go_on(row_id)
    return len(due)


def release() -> Declaration:
    return Declaration(
        name=RELEASE,
        title="Release a hold",
        phrase="release the hold for invoice {invoice}",
        schema={
            "type": "object",
            "properties": {"hold": _TEXT, "invoice": _TEXT},
            "required": ["hold", "invoice"],
            "additionalProperties": False,
        },
        reversibility=Reversibility.IRREVERSIBLE,
        effect_class=EffectClass.UNSAFE,
    )


def _hold() -> Declaration:
    return Declaration(
        name=HOLD,
        title="Hold an amount",
        phrase="hold {amount} for invoice {invoice}",
        schema=PAY.schema,
        reversibility=Reversibility.REVERSIBLE,
        effect_class=EffectClass.UNSAFE,
        compensation={
            "action": RELEASE,
            "parameters": {"hold": "intent", "invoice": "invoice"},
        },
    )


def _note() -> Declaration:
    phrase = "file a note about invoice {invoice}"
    noted = replace(_hold(), name=NOTE, title="File a note", phrase=phrase)
    return replace(noted, compensation={})
