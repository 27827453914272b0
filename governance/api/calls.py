"""One way for every call of an agent: scope, transaction, one answer for one key."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agents.api.authentication import AgentPrincipal
from agents.api.tracing import traceparent_of
from agents.models import Agent
from agents.selectors import Caller
from governance.api.serializers import StrictSerializer
from governance.services.idempotency import Answer, Attempt, claim, remember
from governance.services.runs import NotStandingError, record_refused_run
from tenants.errors import Invalid
from tenants.faultpoints import faultpoint
from tenants.scoping import client_scope

KEY_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotency-Replayed"
LONGEST_KEY = 200

P = ParamSpec("P")
Body = tuple[int, dict[str, Any]]
Handler = Callable[Concatenate[Any, Request, P], Body]
View = Callable[..., HttpResponse]
_JSON = "application/json"


class Call(APIView):
    """A call of the agents' API."""

    # Heartbeats, outcomes and stops: see agents.rates.
    vital = False
    query: frozenset[str] = frozenset()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let an agent in, and refuse what the path's query must not hold.

        Raises:
            Invalid: there is no such parameter; a misspelt one must not be ignored.
        """
        super().initial(request, *args, **kwargs)
        for name in request.query_params:
            if name not in self.query:
                known = f": there is {', '.join(self.query)}" if self.query else ""
                raise Invalid(f"There is no such parameter{known}.", field=name[:60])


def scope_of(request: Request) -> AbstractContextManager[None]:
    """Return the scope of who asks, in the trace that the request belongs to."""
    caller = caller_of(request)
    return client_scope(
        caller.client_id, actor=caller.actor, traceparent=traceparent_of(request)
    )


def caller_of(request: Request) -> Caller:
    """Return the agent that asks."""
    return cast("AgentPrincipal", request.user).caller


def calling_agent(request: Request) -> Agent:
    """Return the agent that asks, as its key told of it."""
    return caller_of(request).agent


def in_scope(handler: Handler[P]) -> View:
    """Run a handler in its agent's scope and one transaction.

    The scope opens here and not in a middleware: there, Django has already turned
    an error into an answer, and what it left half done would be committed.
    """

    @wraps(handler)
    def view(
        self: Any, request: Request, *args: P.args, **kwargs: P.kwargs
    ) -> Response:
        with scope_of(request):
            status, body = handler(self, request, *args, **kwargs)
        return Response(body, status=status)

    return view


def once(handler: Handler[P]) -> View:
    """As ``in_scope``, for calls that do something: the same key, the same answer."""

    @wraps(handler)
    def view(
        self: Any, request: Request, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        attempt = Attempt(
            agent_id=caller_of(request).agent_id,
            route=f"{request.method} {request.path}",
            key=_key(request),
        )
        with scope_of(request):
            before = claim(attempt, body=request.data)
            if before is not None:
                return _as_kept(before, **{REPLAYED_HEADER: "true"})
            status, body = handler(self, request, *args, **kwargs)
            answer = Answer(status=status, body=JSONRenderer().render(body))
            remember(attempt, answer=answer)
            faultpoint("web.before_commit")
        faultpoint("web.before_answer")
        return _as_kept(answer)

    return view


def _as_kept(answer: Answer, **headers: str) -> HttpResponse:
    # Written once: what is kept and what is sent are the same bytes.
    return HttpResponse(
        answer.body, content_type=_JSON, status=answer.status, headers=headers
    )


def refusals_recorded(post: View) -> View:
    """Keep a trace of an agent that was not let in, after its transaction is gone."""

    @wraps(post)
    def view(self: Any, request: Request) -> HttpResponse:
        try:
            return post(self, request)
        except NotStandingError as refusal:
            with scope_of(request):
                record_refused_run(calling_agent(request), refusal)
            raise

    return view


def read(shape: type[StrictSerializer], request: Request) -> dict[str, Any]:
    """Return what was sent, in this shape; ValidationError names what does not fit."""
    serializer = shape(data=request.data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def _key(request: Request) -> str:
    key = request.headers.get(KEY_HEADER, "").strip()
    if not 0 < len(key) <= LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise Invalid(
            f"Send the header {KEY_HEADER}, of 1 to {LONGEST_KEY} ASCII characters: "
            "a repeated request then gets the same answer and does nothing twice.",
            code="idempotency_key",
            field=KEY_HEADER,
        )
    return key
