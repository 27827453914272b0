"""Whose request this is: the key in the Authorization header."""

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from agents.selectors import Caller, caller_for_key

SCHEME = "Bearer"


class AgentPrincipal:
    """The agent as the request's user. It is never a person."""

    is_authenticated = True
    is_anonymous = False

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        # What throttles tell callers apart by.
        self.pk = caller.agent_id


class AgentKeyAuthentication(BaseAuthentication):
    """Finds the agent whose key the request carries."""

    def authenticate(self, request: Request) -> tuple[AgentPrincipal, None] | None:
        """Return the agent, or None where the request carries no key.

        Raises:
            AuthenticationFailed: the key is unknown, expired or revoked; which of
                these is not told.
        """
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        caller = caller_for_key(key.strip())
        if caller is None:
            raise AuthenticationFailed("This key is not valid.")
        return AgentPrincipal(caller), None

    def authenticate_header(self, request: Request) -> str:
        """Return what the answer 401 asks for."""
        return f'{SCHEME} realm="remit"'
