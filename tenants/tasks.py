"""What the workers do about mails: when the doorbell rings, and by the clock."""

from celery import shared_task

from tenants.services.forgetting import forget_mails
from tenants.services.outbox import SEND
from tenants.services.sending import send_due


@shared_task(name=SEND)
def send_mail(**_: object) -> None:
    """Send the mails that are due."""
    send_due()


@shared_task(name="tenants.forget_mails")
def forget_old_mails(**_: object) -> None:
    """Delete the mails that are old."""
    forget_mails()
