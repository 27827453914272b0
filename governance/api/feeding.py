"""Whose request this is, where a program keeps facts: the feed key in its header."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from agents import rates
from agents.api.authentication import SCHEME, TooManyRequests
from agents.selectors import TooOften
from governance.selectors.feeds import Feed, feed_for_key


class FeedPrincipal:
    """A program with a feed key as the request's user. It is never an agent."""

    is_authenticated = True
    is_anonymous = False

    def __init__(self, feed: Feed) -> None:
        # Named as an agent's is: see governance.api.calls.
        self.caller = feed
        self.pk = feed.feed_id


class FeedKeyAuthentication(BaseAuthentication):
    """Finds the register that the request's key may keep, and counts the request."""

    def authenticate(self, request: Request) -> tuple[FeedPrincipal, None] | None:
        """Return who may keep what, or None where the request carries no key.

        Raises:
            AuthenticationFailed: it is no live feed key; an agent's key is none.
            TooManyRequests: the key has used up its allowance.
        """
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        try:
            feed = feed_for_key(key.strip(), bucket=rates.ordinary())
        except TooOften as refusal:
            raise TooManyRequests(refusal.wait) from refusal
        if feed is None:
            raise AuthenticationFailed("This key is not valid.")
        return FeedPrincipal(feed), None

    def authenticate_header(self, request: Request) -> str:
        """Return what the answer 401 asks for."""
        return f'{SCHEME} realm="remit"'


class FeedKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A feed key in the Authorization header; found when imported."""

    target_class = "governance.api.feeding.FeedKeyAuthentication"
    name = "feedKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the scheme."""
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "rmf_...",
            "description": "A key of one register, for programs that keep its records.",
        }
