"""Writes: the second factor of an account, which belongs to no client.

A time-based code (RFC 6238), and recovery codes for who has lost what shows it.
allauth keeps and checks them; here is who may change them, and who is told.
"""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    validate_totp_code,
)
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction

from tenants.errors import Conflict, Invalid
from tenants.models import MailKind, User
from tenants.recording import Happening, TenantEvent, record
from tenants.scoping import PLATFORM, Actor, client_scope
from tenants.selectors.places import person, places_of
from tenants.selectors.second_factors import has_second_factor
from tenants.services.outbox import write_mail

# What is sealed in an authenticator: the secret of codes, the seed of recovery codes.
_SEALED = {"secret", "seed"}
WRONG = "This code is not right. Wait for the next one, then type that."
MISSING = "You have no second factor."


def new_secret() -> str:
    """Return a secret for a second factor that is not kept yet, in base32."""
    made: str = generate_totp_secret()
    return made


@transaction.atomic
def set_up(user: User, *, secret: str, code: str) -> None:
    """Keep a second factor that showed a right code, and make recovery codes.

    Raises:
        Conflict: there is one.
        Invalid: the code is not right.
    """
    held = _held(user)
    if has_second_factor(held):
        raise Conflict("You have a second factor: remove it first.")
    if not validate_totp_code(secret, code):
        raise Invalid(WRONG, field="code")
    TOTP.activate(held, secret)
    RecoveryCodes.activate(held)
    _tell(TenantEvent.SECOND_FACTOR_SET, held, by=person(held))


@transaction.atomic
def renew_recovery_codes(user: User) -> None:
    """Make other recovery codes; those until now are worth nothing.

    Raises:
        Conflict: there is no second factor to recover.
    """
    held = _held(user)
    if not has_second_factor(held):
        raise Conflict(MISSING)
    codes = Authenticator.objects.filter(type=Authenticator.Type.RECOVERY_CODES)
    codes.filter(user=held).delete()
    RecoveryCodes.activate(held)
    _tell(TenantEvent.RECOVERY_CODES_RENEWED, held, by=person(held))


@transaction.atomic
def remove(user: User) -> None:
    """Let an account be without a second factor, by its owner's wish.

    Where a client demands one, its pages wait until there is another.

    Raises:
        Conflict: there is none.
    """
    _remove(user, by=person(user))


@transaction.atomic
def take_away(user: User) -> None:
    """Let an account be without a second factor that is lost: the operator's act.

    Raises:
        Conflict: there is none.
    """
    _remove(user, by=PLATFORM)


def check_code(user: User, code: str) -> None:
    """Check the code that a second factor shows now, once.

    A recovery code is none: it gets somebody in, and proves nothing that is decided.

    Raises:
        Invalid: there is no second factor, or the code is not right or was used.
    """
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if kept is None:
        raise Invalid(f"{MISSING} Set one up on your account's page.", field="code")
    if not kept.wrap().validate_code(code):
        raise Invalid(WRONG, field="code")
    kept.record_usage()


@transaction.atomic
def reseal_second_factors() -> int:
    """Seal all secrets of second factors with the first key; return how many.

    Raises:
        cryptography.exceptions.InvalidTag: one was sealed with none of the keys.
    """
    kept = Authenticator.objects.select_for_update().order_by("id")
    for one in kept:
        sealed = _SEALED & one.data.keys()
        one.data |= {name: encrypt(decrypt(one.data[name])) for name in sealed}
        one.save(update_fields=["data"])
    return len(kept)


def _held(user: User) -> User:
    """Return the account, held until the commit: of two who change it one is second."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _remove(user: User, *, by: Actor) -> None:
    held = _held(user)
    gone, _ = Authenticator.objects.filter(user=held).delete()
    if not gone:
        raise Conflict(MISSING)
    _tell(TenantEvent.SECOND_FACTOR_REMOVED, held, by=by)


def _tell(event: TenantEvent, user: User, *, by: Actor) -> None:
    """Tell the person, and the ledger of every client where they work."""
    write_mail(MailKind.SECOND_FACTOR, to=user.email, about={"user": str(user.id)})
    for place in places_of(user):
        with client_scope(place.client_id, actor=by):
            record(
                Happening(
                    event=event,
                    subject_type="user",
                    subject_id=user.id,
                    private={"person": user.name},
                )
            )
