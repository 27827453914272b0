"""Putting a mail into the outbox, and the doorbell that says so.

Mails are written in the transaction of what they tell and sent afterwards, by
``tenants.services.sending``.
"""

from collections.abc import Mapping

from tenants.clock import database_now
from tenants.doorbell import ring_after_commit
from tenants.models import Mail, MailKind

SEND = "tenants.send_mail"


def write_mail(kind: MailKind, *, to: str, about: Mapping[str, str]) -> Mail:
    """Put a mail into the outbox and return it; ``about`` names things by id."""
    now = database_now()
    mail = Mail(kind=kind, to=to, about=dict(about), written_at=now, due_at=now)
    mail.save(force_insert=True)
    ring_after_commit(SEND)
    return mail
