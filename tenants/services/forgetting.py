"""Forgetting old mails: their addresses and words are about people."""

from datetime import timedelta

from django.conf import settings

from tenants.clock import RemitNow
from tenants.models import Mail

# One statement's worth: the rest follows with the next task.
_AT_A_TIME = 10_000


def forget_mails() -> int:
    """Delete mails about which nothing is left to do, once they are old.

    Returns how many; after MAILS_KEPT_DAYS, whether they were sent or given up.
    """
    old = RemitNow() - timedelta(days=settings.MAILS_KEPT_DAYS)
    rows = Mail.objects.filter(due_at__isnull=True, written_at__lt=old)
    some = rows.order_by("written_at", "id").values("id")[:_AT_A_TIME]
    deleted, _ = Mail.objects.filter(id__in=some).delete()
    return deleted
