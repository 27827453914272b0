"""Signing for people, which is for a demo alone and says so in the ledger."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings

from agents.models import Agent, Ownership
from agents.selectors import owner_of_record
from agents.services import accept_ownership
from governance.clientfile.file import ClientFile
from governance.models import Workflow, WorkflowVersion
from governance.procedure import read_procedure
from governance.selectors.as_code import client_here
from governance.selectors.boundaries import open_proposal
from governance.selectors.clearances import awaiting_countersignature, current_version
from governance.selectors.readiness import report_on
from governance.services.boundaries import publish_proposal
from governance.services.clearances import clear, countersign
from governance.services.waiving import MOST_DAYS, waive
from tenants.clock import database_now
from tenants.errors import Conflict, NotAllowed
from tenants.links import invitation_token
from tenants.models import Client, Membership, Role, User
from tenants.scoping import Actor, ActorKind, client_scope, current_client_id
from tenants.selectors import open_invitations
from tenants.selectors.invitations import account_with
from tenants.services.accepting import accept_with_account, accept_with_new_account

_CLEARED_FOR = timedelta(days=180)
_WAIVED_FOR = timedelta(days=MOST_DAYS - 1)
_REASON = "Signed by the demo, not by this person."


def require_demo() -> None:
    """Refuse to sign for people anywhere but in a demo.

    Raises:
        NotAllowed: this installation is none: mails go to people.
    """
    if not settings.MAILBOX:
        raise NotAllowed("Only a demo signs for people: here they do it themselves.")


def sign_for_everybody(
    file: ClientFile, *, by: Membership, again: Callable[[], None]
) -> None:
    """Carry out what a loaded file leaves to people, each as that person.

    ``again`` loads what had to wait for those who were invited.

    Raises:
        Conflict: nobody but who proposed could publish, or a place is taken.
    """
    _accept_invitations(file)
    again()
    _accept_ownerships(file)
    _publish(by)
    _clear(file, by)
    _countersign()


def _accept_invitations(file: ClientFile) -> None:
    wanted = {one["email"] for one in file.document.get("people", ())}
    for invitation in open_invitations():
        if invitation.email.lower() not in wanted:
            continue
        token, user = invitation_token(invitation.id), account_with(invitation.email)
        if user is not None:
            accept_with_account(token, user=user)
            continue
        # Nobody knows it: whoever has the mailbox asks for another one.
        password = secrets.token_urlsafe(32)
        accept_with_new_account(token, name=invitation.name, password=password)


def _accept_ownerships(file: ClientFile) -> None:
    names = [one["name"] for one in file.document.get("agents", ())]
    rows = Ownership.objects.filter(
        agent__name__in=names, accepted_at__isnull=True, until__isnull=True
    )
    for one in rows.select_related("membership__user", "agent").order_by("id"):
        with _as_demo(one.membership.user):
            accept_ownership(one)


def _publish(by: Membership) -> None:
    proposal = open_proposal()
    if proposal is None:
        return
    publisher = by
    if Client.objects.get().second_publisher:
        admins = Membership.objects.filter(role=Role.ADMIN, is_active=True)
        others = admins.exclude(id=proposal.proposed_by_id).select_related("user")
        second = others.order_by("id").first()
        if second is None:
            raise Conflict("There is no second admin who could publish.")
        publisher = second
    with _as_demo(publisher.user):
        publish_proposal(proposal, published_by=publisher)


def _clear(file: ClientFile, by: Membership) -> None:
    cleared = client_here().cleared
    for item in file.document.get("agents", ()):
        for key in item.get("workflows", ()):
            if (item["name"], key) in cleared:
                continue
            agent = Agent.objects.get(name=item["name"])
            version = current_version(Workflow.objects.get(key=key))
            assert version is not None  # noqa: S101 - it has been published
            _clear_for(agent, version, by)


def _clear_for(agent: Agent, version: WorkflowVersion, by: Membership) -> None:
    held = owner_of_record(agent.id)
    if held is None:
        # That nobody answers for an agent is nothing to sign away.
        return
    now = database_now()
    with _as_demo(by.user):
        _waive(agent, version, by)
    until = now + _CLEARED_FOR
    with _as_demo(held.membership.user):
        clear(agent=agent, version=version, signed_by=held.membership, expires_at=until)


def _waive(agent: Agent, version: WorkflowVersion, by: Membership) -> None:
    now = database_now()
    report = report_on(
        read_procedure(version.steps), workflow=version.workflow, agent=agent, now=now
    )
    for missing in report.gaps:
        waive(
            workflow=version.workflow,
            agent=agent,
            missing=missing,
            reason=_REASON,
            expires_at=now + _WAIVED_FOR,
            by=by,
        )


def _countersign() -> None:
    leads = User.objects.filter(is_active=True, is_governance_lead=True)
    first = leads.order_by("id").first()
    if first is None:
        return
    with _as_demo(first):
        for clearance in awaiting_countersignature():
            countersign(clearance, by=first)


@contextmanager
def _as_demo(person: User) -> Iterator[None]:
    label = f"{person.name} (signed by the demo)"
    actor = Actor(kind=ActorKind.PERSON, id=person.pk, label=label)
    with client_scope(current_client_id(), actor=actor, reason=_REASON):
        yield
