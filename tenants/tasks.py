"""What the workers do when the doorbell rings for a mail."""

from celery import shared_task

from tenants.services.outbox import SEND
from tenants.services.sending import send_due


@shared_task(name=SEND)
def send_mail(**_: object) -> None:
    """Send the mails that are due."""
    send_due()
