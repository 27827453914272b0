"""Reads: what of a run can be undone, in which order, and how far that is."""

from dataclasses import dataclass
from uuid import UUID

from agents.compensation import parameters_for, why_not_by
from agents.models import ActionType, EffectClass, Reversibility
from agents.phrases import fill
from agents.schemas import first_fault
from agents.selectors import current_action_types
from governance.models import Action, Compensation, Intent, Run
from governance.procedure import read_procedure
from governance.states import ActionStatus, CompensationState
from tenants.errors import NotFound


@dataclass(frozen=True, slots=True)
class Undo:
    """An effect that would be undone: by Remit with this action, or by a person.

    ``against`` says why Remit cannot, or "" where it can. ``act`` is what undoing it
    means: "recall payment P-1".
    """

    undoes: Action
    kind: ActionType | None
    parameters: dict[str, object]
    act: str
    against: str

    @property
    def by_remit(self) -> bool:
        """Whether Remit can undo it."""
        return not self.against


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be undone, the last effect first, and what stands in the way.

    ``pivot`` is the effect after which there is no way back: it stays, and so does
    whatever came before it.
    """

    undos: list[Undo]
    pivot: Action | None


def plan_of(run: Run) -> Plan:
    """Return what of a run can be undone, in the reverse of the order it was done in.

    Back to the last point of no return: an action that cannot be undone, or a step
    that its process calls so. What is undone already is not undone again.
    """
    steps = read_procedure(run.workflow_version.steps).steps
    pivots = {step.key for step in steps if step.pivot}
    kinds = {one.name: one for one in current_action_types()}
    undos: list[Undo] = []
    for intent in _effects(run):
        action = intent.action
        final = action.action_type.reversibility == Reversibility.IRREVERSIBLE
        if final or action.step in pivots:
            return Plan(undos, action)
        undos.append(_undo(intent, kinds))
    return Plan(undos, None)


def compensations_of(run: Run) -> list[Compensation]:
    """Return what was last planned to be undone, in order, with who saw to it."""
    rows = Compensation.objects.filter(rescue__run=run)
    rows = rows.order_by("-rescue__decided_at", "position")
    found = list(rows.select_related("undoes", "kind", "by__user"))
    return [one for one in found if one.rescue_id == found[0].rescue_id]


def undone_in(run: Run) -> set[UUID]:
    """Return the ids of the actions of a run whose effects are undone."""
    rows = Compensation.objects.filter(undoes__run=run, state=CompensationState.DONE)
    return set(rows.values_list("undoes_id", flat=True))


def compensation_under_way(compensation_id: UUID, *, run: Run) -> Compensation:
    """Return what is being undone in a run, its row locked.

    Raises:
        NotFound: there is no such thing in this run.
    """
    rows = Compensation.objects.filter(id=compensation_id, rescue__run=run)
    rows = rows.select_related("rescue__interruption__ticket", "undoes", "kind")
    found = rows.select_for_update(of=("self",), no_key=True).first()
    if found is None:
        raise NotFound("There is no such thing to undo.")
    return found


def _effects(run: Run) -> list[Intent]:
    """Return what had an effect outside and is not undone, the last one first."""
    rows = Intent.objects.filter(
        action__run=run,
        action__status=ActionStatus.SUCCEEDED,
        action__compensation__isnull=True,
    )
    rows = rows.exclude(action__action_type__effect_class=EffectClass.PURE)
    rows = rows.exclude(action__action_type__reversibility=Reversibility.READ_ONLY)
    rows = rows.exclude(action__in=undone_in(run))
    return list(rows.select_related("action__action_type").order_by("-recorded_at"))


def _undo(intent: Intent, kinds: dict[str, ActionType]) -> Undo:
    action = intent.action
    declared = action.action_type.compensation
    if not declared:
        by_person = f"undo this: {action.act}"
        told = "Nothing is declared that undoes it."
        return Undo(action, None, {}, by_person, told)
    kind = kinds[declared["action"]]
    parameters = parameters_for(
        declared,
        parameters=action.parameters,
        resource_id=action.resource_id,
        intent=str(intent.id),
    )
    against = why_not_by(declared, kind)
    if not against and (fault := first_fault(kind.schema, parameters, at="parameters")):
        against = f"{kind.name} needs something else now: {fault.message}"
    return Undo(action, kind, parameters, fill(kind.phrase, parameters), against)
