"""Mails to who answers, or is to answer, for an agent."""

from django.urls import reverse

from agents.models import Ownership
from tenants.models import Client, MailKind
from tenants.scoping import current_actor
from tenants.services.outbox import write_mail


def mail_person(kind: MailKind, ownership: Ownership) -> None:
    """Write to the person of a place; who did it themselves knows already."""
    user = ownership.membership.user
    if current_actor().id == user.id:
        return
    slug = Client.objects.get().slug
    agent = ownership.agent_id
    path = reverse("portal:owners", kwargs={"client": slug, "agent_id": agent})
    write_mail(kind, to=user.email, about={"user": str(user.id), "path": path})
