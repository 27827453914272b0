"""What the mailbox of a demo holds."""

from uuid import UUID

from tenants.errors import NotFound
from tenants.models import Mail

MOST_SHOWN = 50
# What is kept of a mail that nobody needed any more.
NEEDLESS = "No longer needed."


def kept_mails() -> list[Mail]:
    """Return the mails that were kept, newest first."""
    rows = Mail.objects.filter(sent_at__isnull=False).exclude(text="")
    return list(rows.order_by("-sent_at", "-id")[:MOST_SHOWN])


def troubled_mails() -> list[Mail]:
    """Return the mails at which an attempt failed and that have not got out since."""
    rows = Mail.objects.filter(sent_at__isnull=True, attempts__gt=0).exclude(error="")
    found = rows.exclude(due_at__isnull=True, error=NEEDLESS)
    return list(found.order_by("-written_at", "-id")[:MOST_SHOWN])


def kept_mail(mail_id: UUID) -> Mail:
    """Return one mail that was kept.

    Raises:
        NotFound: there is none.
    """
    rows = Mail.objects.filter(sent_at__isnull=False).exclude(text="")
    found = rows.filter(id=mail_id).first()
    if found is None:
        raise NotFound("There is no such mail.")
    return found
