"""Loading a client's file: a plan, tried and taken back; then for good."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from django.db import transaction

from audit.events import Event
from audit.ledger import Circumstances, Target, record
from governance.clientfile.comparing import compare
from governance.clientfile.file import ClientFile
from governance.clientfile.plans import Change, Plan
from governance.clientfile.problems import Problem
from governance.engine.document import content_hash
from governance.selectors.as_code import client_here
from governance.selectors.boundaries import current_boundary, draft_document
from governance.services.as_code.acting import (
    load_action_type,
    load_agent,
    load_connection,
    load_host,
    load_workflow,
)
from governance.services.as_code.facts import load_list, load_register
from governance.services.as_code.people import (
    load_client_settings,
    load_group,
    load_person,
)
from governance.services.as_code.rules import rule_acts
from governance.services.as_code.signing import require_demo, sign_for_everybody
from governance.services.boundaries import propose_boundary
from governance.services.boundaries.turns import take_turn
from tenants.errors import Conflict, DomainError, Invalid
from tenants.models import Client, Membership, Role
from tenants.selectors import require_role

_BY_SOMEBODY: dict[str, Callable[..., None]] = {
    "client": load_client_settings,
    "people": load_person,
    "hosts": load_host,
}
_HANDLERS: dict[str, Callable[[Change], None]] = {
    "groups": load_group,
    "connections": load_connection,
    "facts": load_register,
    "action_types": load_action_type,
    "workflows": load_workflow,
    "agents": load_agent,
    "lists": load_list,
}
_UNSIGNED = "Nothing was signed for anybody."
_SIGNED = "What people sign was signed for them, because this is a demo."
_REFUSAL = "Only an admin of the client can load its file."


class UnloadableError(Invalid):
    """A file cannot be loaded as it stands; nothing has been done."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems, whose lines are the message."""
        super().__init__("\n".join(map(str, problems)), field="file")
        self.problems = tuple(problems)


def plan_load(file: ClientFile, *, by: Membership) -> Plan:
    """Return what loading a file would do to the scope's client. Changes nothing.

    The whole of it is tried and taken back, so that what a service would refuse is
    one of the plan's problems.

    Raises:
        NotAllowed: the person is no admin.
        Conflict: the file is another client's.
    """
    plan = _compared(file, by)
    if plan.changes and not plan.problems:
        _try(plan, file, by)
    return plan


def load_client(
    file: ClientFile,
    *,
    by: Membership,
    shown: str | None = None,
    sign_as_demo: bool = False,
) -> Plan:
    """Do what the plan of a file says, all of it or nothing, and return the plan.

    ``shown`` is the digest of the plan that the person has read. What people sign
    waits for them, unless this is a demo and they are signed for.

    Raises:
        NotAllowed: the person is no admin, or this is no demo to sign in.
        Conflict: the file is another client's, or another plan was shown.
        UnloadableError: something cannot be loaded; says on which line.
    """
    if sign_as_demo:
        require_demo()
    plan = _compared(file, by)
    if plan.problems:
        raise UnloadableError(plan.problems)
    if shown is not None and shown != plan.digest:
        raise Conflict("The client has changed since you read the plan: read it again.")
    _apply(plan, file, by)
    if sign_as_demo:
        sign_for_everybody(file, by=by, again=lambda: _apply_rest(file, by))
    if plan.changes or sign_as_demo:
        _record(plan, file, signed=sign_as_demo)
    return plan


def _compared(file: ClientFile, by: Membership) -> Plan:
    require_role(by, {Role.ADMIN}, refusal=_REFUSAL)
    client = take_turn()
    if file.slug not in {"", client.slug}:
        told = (
            f"This file is about {file.slug}: to load it into {client.slug}, write "
            "that into it as the client's slug."
        )
        raise Conflict(told, field="file")
    return compare(client_here(), file)


def _try(plan: Plan, file: ClientFile, by: Membership) -> None:
    try:
        with transaction.atomic():
            _apply(plan, file, by)
            transaction.set_rollback(True)
    except UnloadableError as error:
        plan.problems += error.problems


def _apply_rest(file: ClientFile, by: Membership) -> None:
    """Load once more: people who have joined can be put where they belong."""
    rest = _compared(file, by)
    if rest.problems:
        raise UnloadableError(rest.problems)
    _apply(rest, file, by)


def _apply(plan: Plan, file: ClientFile, by: Membership) -> None:
    for change, act in _acts(plan, by):
        try:
            act(change)
        except DomainError as error:
            problem = file.problem(change.path, error.message)
            raise UnloadableError([problem]) from error
    if plan.proposes:
        _propose(file, by)


def _acts(
    plan: Plan, by: Membership
) -> Iterator[tuple[Change, Callable[[Change], None]]]:
    for change in plan.changes:
        if change.section in _BY_SOMEBODY:
            yield change, partial(_BY_SOMEBODY[change.section], by=by)
        elif change.section in _HANDLERS:
            yield change, _HANDLERS[change.section]
    yield from rule_acts([one for one in plan.changes if one.section == "rules"])


def _propose(file: ClientFile, by: Membership) -> None:
    base = current_boundary()
    # Drafts alone may be different, which no version holds.
    if base is None or base.content_hash != content_hash(draft_document()):
        try:
            propose_boundary(
                proposed_by=by, reason=f"Loaded from a file, {file.digest}."
            )
        except DomainError as error:
            problem = file.problem(("rules",), error.message)
            raise UnloadableError([problem]) from error


def _record(plan: Plan, file: ClientFile, *, signed: bool) -> None:
    record(
        Event.CLIENT_LOADED,
        target=Target("client", Client.objects.get().id),
        params={
            "count": str(len(plan.changes)),
            "signed": _SIGNED if signed else _UNSIGNED,
        },
        where=Circumstances(authority={"file": file.digest}),
    )
