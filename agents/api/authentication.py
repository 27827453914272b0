"""Whose request this is: the key in the Authorization header."""

import math
from datetime import timedelta

from rest_framework import status
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed
from rest_framework.request import Request

from agents import rates
from agents.selectors import Caller, TooOften, caller_for_key

SCHEME = "Bearer"


class AgentPrincipal:
    """The agent as the request's user. It is never a person."""

    is_authenticated = True
    is_anonymous = False

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        # What throttles tell callers apart by.
        self.pk = caller.agent_id


class TooManyRequests(APIException):
    """The key has used up its allowance for now."""

    status_code = status.HTTP_429_TOO_MANY_REQUESTS
    default_code = "too_many_requests"

    def __init__(self, wait: timedelta) -> None:
        # Read by whoever answers: whole seconds, as the header has them.
        self.retry_after = max(1, math.ceil(wait.total_seconds()))
        super().__init__(f"Too many calls with this key: wait {self.retry_after} s.")


class AgentKeyAuthentication(BaseAuthentication):
    """Finds the agent whose key the request carries, and counts the request.

    A view that sets ``vital`` draws on the allowance that is kept for such calls.
    """

    def authenticate(self, request: Request) -> tuple[AgentPrincipal, None] | None:
        """Return the agent, or None where the request carries no key.

        Raises:
            AuthenticationFailed: the key is unknown, expired or revoked; which of
                these is not told.
            TooManyRequests: the key has used up its allowance.
        """
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        vital = getattr(request.parser_context["view"], "vital", False)
        bucket = rates.vital() if vital else rates.ordinary()
        try:
            caller = caller_for_key(key.strip(), bucket=bucket)
        except TooOften as refusal:
            raise TooManyRequests(refusal.wait) from refusal
        if caller is None:
            raise AuthenticationFailed("This key is not valid.")
        return AgentPrincipal(caller), None

    def authenticate_header(self, request: Request) -> str:
        """Return what the answer 401 asks for."""
        return f'{SCHEME} realm="remit"'
