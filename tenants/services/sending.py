"""Sending what is in the outbox. Safe to run anywhere, at any time.

A mail is claimed for a while before it is sent: a process that dies in between
loses nothing, and the mail may then arrive twice. That is the better of the two.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from tenants.clock import RemitNow, database_now
from tenants.following import Delivery, tell_of_mail
from tenants.models import Mail
from tenants.selectors.mailbox import NEEDLESS
from tenants.services.letters import Letter, compose

# One minute, two, four, ... for most of a day.
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 12
_LONGEST_ERROR = 500

logger = logging.getLogger(__name__)


def send_due(*, most: int | None = None) -> int:
    """Send what is due, all or so many, and return how many were tried."""
    tried = 0
    while most is None or tried < most:
        mail = _claim()
        if mail is None:
            break
        tried += 1
        _attempt(mail)
    return tried


def _claim() -> Mail | None:
    """Take the mail that is due longest, so that nobody else does for a while."""
    with transaction.atomic():
        rows = Mail.objects.select_for_update(skip_locked=True)
        mail = rows.filter(due_at__lte=RemitNow()).order_by("due_at", "id").first()
        if mail is None:
            return None
        mail.attempts += 1
        mail.due_at = database_now() + _wait(mail.attempts)
        mail.save(update_fields=["attempts", "due_at"])
        return mail


def _wait(attempts: int) -> timedelta:
    doublings: int = attempts - 1
    return min(_FIRST_WAIT * (1 << doublings), _LONGEST_WAIT)


def _attempt(mail: Mail) -> None:
    try:
        letter = compose(mail)
        if letter is not None:
            _deliver(mail, letter)
    except Exception as error:
        logger.exception("a mail could not be sent: %s", mail.id)
        _put_off(mail, error)
    else:
        _settle(mail, sent=letter is not None)


def _deliver(mail: Mail, letter: Letter) -> None:
    if settings.MAILBOX:
        mail.subject, mail.text = letter.subject, letter.text
        return
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[mail.to],
        # The same at every attempt, so that a second arrival can be recognised.
        headers={
            "Message-ID": f"<{mail.id}@remit.invalid>",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(letter.html, "text/html")
    message.send()


def _settle(mail: Mail, *, sent: bool) -> None:
    mail.due_at = None
    mail.sent_at = database_now() if sent else None
    mail.error = "" if sent else NEEDLESS
    _keep(mail, "due_at", "sent_at", "error", "subject", "text")


def _put_off(mail: Mail, error: Exception) -> None:
    mail.error = f"{type(error).__name__}: {error}"[:_LONGEST_ERROR]
    if mail.attempts >= MOST_ATTEMPTS:
        mail.due_at = None
    _keep(mail, "error", "due_at", failed=True)


def _keep(mail: Mail, *names: str, failed: bool = False) -> None:
    """Write down what became of a mail, and let who follows it do the same."""
    with transaction.atomic():
        mail.save(update_fields=names)
        tell_of_mail(
            mail.kind,
            Delivery(
                mail_id=mail.id,
                about=mail.about,
                sent=mail.sent_at is not None,
                error=mail.error if failed else "",
            ),
        )
