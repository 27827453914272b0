"""What would be undone, step by step, and what the rules would say of it now."""

from dataclasses import dataclass

from governance.models import Run
from governance.selectors.compensating import Plan, Undo
from governance.selectors.trying import Place, try_out
from tenants.errors import Invalid


@dataclass(frozen=True, slots=True)
class Previewed:
    """One effect that would be undone, and what the rules would say of that now."""

    undo: Undo
    effect: str
    explanation: str


def previewed(run: Run, plan: Plan) -> list[Previewed]:
    """Return what would be undone, in order. Nothing is recorded, nothing reserved."""
    return [_previewed(run, undo) for undo in plan.undos]


def _previewed(run: Run, undo: Undo) -> Previewed:
    if undo.kind is None or undo.against:
        return Previewed(undo, "", "")
    place = Place(
        agent=run.agent,
        workflow=run.workflow_version.workflow.key,
        step=undo.undoes.step,
        resource_type=undo.undoes.resource_type,
        resource_id=undo.undoes.resource_id,
    )
    try:
        trial = try_out(undo.kind, undo.parameters, place=place, draft=False)
    except Invalid as error:
        return Previewed(undo, "deny", error.message)
    return Previewed(undo, trial.verdict.effect.value, trial.verdict.explanation)
