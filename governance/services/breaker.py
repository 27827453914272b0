"""Writes: holding recovery off, once, where much goes silent at the same time.

What ends all leases at once is rarely all agents: a database that paused, a deploy, a
network. Hundreds of tickets at three in the morning would all say the same. So who is
silent gets one more lease, and the governance leads are told of one incident.
"""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from governance.models import PlatformIncident, Pulse
from governance.selectors.platform import open_platform_incident, silence
from tenants.clock import RemitNow, database_now
from tenants.models import MailKind, User
from tenants.services.outbox import write_mail


def hold_off_if_many(since: datetime) -> datetime:
    """Return from when on silence counts: ``since``, or now where much is silent.

    While such an incident is open, nothing is held off again: who is still silent
    after one more lease is recovered, and then it is over.
    """
    found = silence(since=since)
    known = open_platform_incident()
    if known is not None:
        if not found.is_of_one_cause:
            known.ended_at = database_now()
            known.save(update_fields=["ended_at"])
        return since
    if not found.is_of_one_cause:
        return since
    with transaction.atomic():
        now = database_now()
        PlatformIncident(held=found.held, silent=found.silent, opened_at=now).save(
            force_insert=True
        )
        Pulse.objects.filter(name="sweep").update(since=RemitNow())
        _tell_leads()
    return now


def _tell_leads() -> None:
    path = reverse("admin:index")
    for lead in User.objects.filter(is_governance_lead=True, is_active=True):
        about = {"user": str(lead.id), "path": path}
        write_mail(MailKind.PLATFORM_INCIDENT, to=lead.email, about=about)
