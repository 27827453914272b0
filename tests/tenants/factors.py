"""A second factor, as a phone would show it."""

from time import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession

from tenants.identifiers import uuid7
from tenants.models import User
from tenants.services.second_factors import new_secret, set_up


def code_of(secret: str, *, later: int = 0) -> str:
    """Return what an app shows now, or so many half minutes later (RFC 6238)."""
    return str(format_hotp_value(hotp_value(secret, int(time()) // 30 + later)))


def wrong_code(secret: str) -> str:
    """Return six digits that no app would show about now."""
    right = {code_of(secret, later=later) for later in range(-3, 4)}
    return next(
        code
        for code in (
            "000000",
            "111111",
            "222222",
            "333333",
            "444444",
            "555555",
            "666666",
            "777777",
        )
        if code not in right
    )


def with_factor(user: User) -> str:
    """Give an account a second factor and return its secret."""
    secret = new_secret()
    set_up(user, secret=secret, code=code_of(secret))
    return secret


def a_session(user: User) -> UserSession:
    """Return where an account was signed in once, by a number that nothing else has."""
    key = uuid7()
    return UserSession.objects.create(
        id=key.int >> 65, user=user, ip="192.0.2.1", session_key=key.hex
    )
