"""Links in mails, and the proof in them that somebody has read the mail.

A proof is made from the installation's key when it is needed and kept nowhere,
so that no row holds what would open something.
"""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer

_INVITATION = "tenants.invitation"


def absolute(path: str) -> str:
    """Return the address of a page, as people outside reach it."""
    return f"{settings.PUBLIC_URL}{path}"


def invitation_token(invitation_id: UUID) -> str:
    """Return what stands in the link of an invitation's mail."""
    return Signer(sep=".", salt=_INVITATION).sign(str(invitation_id))


def invitation_named(token: str) -> UUID | None:
    """Return which invitation a token is about; None if it was not made here."""
    try:
        return UUID(Signer(sep=".", salt=_INVITATION).unsign(token))
    except (BadSignature, ValueError):
        return None
