"""Writes: agents for which nobody answers any more, and who is to see to that."""

from django.urls import reverse

from agents.models import Accountability, Agent, OwnerRole
from agents.selectors import agent_by_id, answering, owner_of_record
from audit.events import Event
from audit.ledger import Circumstances, Target, record
from governance.models import Handover
from governance.services.stopping import hold_off_intents
from governance.services.tickets import Alarm, mark_resolved, open_alarm
from governance.severity import Occasion
from tenants.clock import database_now
from tenants.models import Client, MailKind, Membership, Role
from tenants.services.outbox import write_mail

_AT_DEADLINE = "It stays stopped until somebody has accepted to answer for it."


def settle_handovers() -> None:
    """Open a handover of each agent that nobody answers for; end those that are over.

    Of agents that somebody has answered for before: a new one is not handed over.
    """
    answered = set(answering().values_list("agent_id", flat=True))
    rows = Handover.objects.filter(ended_at__isnull=True)
    under_way = {one.agent_id: one for one in rows.select_related("agent", "ticket")}
    known = Accountability.objects.values("agent")
    left = Agent.objects.filter(id__in=known).exclude(id__in={*answered, *under_way})
    for agent in left.order_by("id"):
        _open(agent)
    for agent_id, handover in under_way.items():
        if agent_id in answered:
            _end(handover)


def _open(agent: Agent) -> None:
    hold_off_intents(agent.id)
    # Of two who find this at once, one comes second.
    agent_by_id(agent.id, lock=True)
    if Handover.objects.filter(agent=agent, ended_at__isnull=True).exists():
        return
    deputy = owner_of_record(agent.id, role=OwnerRole.DEPUTY)
    alarm = Alarm(
        Occasion.NOBODY_ANSWERS,
        title=f"{agent.name} is stopped: nobody answers for it",
        at_deadline=_AT_DEADLINE,
        owner=deputy.membership if deputy else None,
        agent=agent,
    )
    ticket = open_alarm(alarm)
    now = database_now()
    Handover(agent=agent, ticket=ticket, opened_at=now).save(force_insert=True)
    _record(Event.HANDOVER_OPENED, agent, ticket.owner)
    _tell_all(agent, ticket.owner)


def _end(handover: Handover) -> None:
    agent = handover.agent
    found = answering().filter(agent=agent).select_related("membership__user").get()
    handover.ended_at = database_now()
    handover.save(update_fields=["ended_at"])
    _record(Event.HANDOVER_ENDED, agent, found.membership)
    if handover.ticket.is_open:
        told = f"{found.membership.user.name} answers for {agent.name}."
        mark_resolved(handover.ticket, resolution=told)


def _tell_all(agent: Agent, person: Membership) -> None:
    """Write to who is to see to it, and to all admins."""
    admins = Membership.objects.filter(role=Role.ADMIN, is_active=True)
    told = {one.id: one for one in admins.select_related("user")} | {person.id: person}
    slug = Client.objects.get().slug
    path = reverse("portal:owners", kwargs={"client": slug, "agent_id": agent.id})
    for one in told.values():
        about = {"user": str(one.user_id), "path": path}
        write_mail(MailKind.AGENT_STOPPED, to=one.user.email, about=about)


def _record(event: Event, agent: Agent, person: Membership) -> None:
    record(
        event,
        target=Target("agent", agent.id),
        params={"agent": agent.name},
        private={"person": person.user.name},
        where=Circumstances(agent=agent.id),
    )
