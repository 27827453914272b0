"""What the mailbox of a demo holds."""

from uuid import UUID

from tenants.errors import NotFound
from tenants.models import Mail

MOST_SHOWN = 50


def kept_mails() -> list[Mail]:
    """Return the mails that were kept, newest first."""
    rows = Mail.objects.filter(sent_at__isnull=False).exclude(text="")
    return list(rows.order_by("-sent_at", "-id")[:MOST_SHOWN])


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
