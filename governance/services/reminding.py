"""Writes: mails to those who have to look at something again, in time."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse

from governance.selectors.readiness import agenda
from governance.selectors.readiness.agenda import Line
from tenants.clock import database_now
from tenants.models import Client, Mail, MailKind, Membership, Role
from tenants.services.outbox import write_mail

AHEAD = timedelta(days=7)


def remind() -> int:
    """Write to who has to look at something soon, and once more when it is late.

    Returns how many mails were written; none that was written before.
    """
    now = database_now()
    due = [line for line in agenda(now) if line.due_at - AHEAD <= now]
    if not due:
        return 0
    slug = Client.objects.get().slug
    path = reverse("portal:reviews", kwargs={"client": slug})
    return sum(_write(line, to=one, path=path) for line in due for one in _whom(line))


def _whom(line: Line) -> Iterable[Membership]:
    people = Membership.objects.filter(is_active=True).select_related("user")
    if line.owner_id is not None:
        return people.filter(id=line.owner_id)
    return people.filter(role=Role.ADMIN)


def _write(line: Line, *, to: Membership, path: str) -> bool:
    what = line.clearance or line.ownership
    late = " late" if line.is_late else ""
    about = {
        "user": str(to.user_id),
        "path": path,
        # Which one, so that it is written once.
        "due": f"{what.id if what else path} {line.due_at:%Y-%m-%d}{late}",
    }
    kind = MailKind.REVIEW_DUE
    if Mail.objects.filter(kind=kind, to=to.user.email, about=about).exists():
        return False
    write_mail(kind, to=to.user.email, about=about)
    return True
