"""Mails are forgotten when nothing is left to do about them and they are old."""

from datetime import timedelta
from typing import Any

from tenants.clock import database_now
from tenants.models import Mail, MailKind
from tenants.services.forgetting import forget_mails
from tenants.tasks import forget_old_mails


def a_mail(*, days: int, waits: bool = False) -> Mail:
    """Return a mail that was written so many days ago."""
    now = database_now()
    mail = Mail(
        kind=MailKind.PASSWORD_RESET,
        to="nia@acme.example",
        written_at=now - timedelta(days=days),
        due_at=now + timedelta(days=1) if waits else None,
        sent_at=None if waits else now,
    )
    mail.save(force_insert=True)
    return mail


def kept(*mails: Mail) -> list[bool]:
    return [Mail.objects.filter(pk=mail.pk).exists() for mail in mails]


def test_an_old_mail_is_forgotten_unless_it_is_still_to_be_sent() -> None:
    old, waiting = a_mail(days=31), a_mail(days=31, waits=True)
    recent = a_mail(days=29)

    forgotten = forget_mails()

    assert forgotten >= 1
    assert kept(old, waiting, recent) == [False, True, True]


def test_how_old_is_a_setting_and_the_clock_rings_for_it(settings: Any) -> None:
    settings.MAILS_KEPT_DAYS = 90
    younger, older = a_mail(days=89), a_mail(days=91)
    rung = {one["task"] for one in settings.CELERY_BEAT_SCHEDULE.values()}

    forget_old_mails()

    assert kept(younger, older) == [True, False]
    assert forget_old_mails.name in rung
