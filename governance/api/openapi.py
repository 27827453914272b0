"""What the OpenAPI description says about the calls.

A call is described by ``described`` at its view; what all calls have in common, their
errors and their headers, is added here.
"""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from agents.api.tracing import TRACEPARENT
from governance.api.calls import KEY_HEADER, LONGEST_KEY, REPLAYED_HEADER
from governance.api.examples import EXAMPLES
from governance.api.serializers import StrictSerializer
from governance.api.shapes import SHAPES

_JSON = "application/json"
_PROBLEM_JSON = "application/problem+json"
_WORDS = {
    HTTPStatus.BAD_REQUEST: "The request cannot be read; a field is named.",
    HTTPStatus.UNAUTHORIZED: "There is no valid key.",
    HTTPStatus.FORBIDDEN: "The agent may not act at all.",
    HTTPStatus.NOT_FOUND: "There is no such thing of this agent's.",
    HTTPStatus.NOT_ACCEPTABLE: "Answers are JSON, and Accept excludes it.",
    HTTPStatus.CONFLICT: (
        "The thing is not in the state that this needs; with Retry-After, the same "
        "request is being answered and will be soon."
    ),
    HTTPStatus.LENGTH_REQUIRED: "The body has no Content-Length.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too large.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is not plain JSON.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "A value is not acceptable; the field is named.",
    HTTPStatus.TOO_MANY_REQUESTS: "The key has used up its allowance for now.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Nothing was done; trying again may help.",
}
_ANY_CALL = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.LENGTH_REQUIRED,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
}
_WITH_A_BODY = {
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}
_COME_AGAIN = [
    HTTPStatus.CONFLICT,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
]

WAIT = OpenApiParameter(
    name="wait",
    type={"type": "integer", "minimum": 0},
    description="Seconds (25 at most count) to wait for the action to change.",
)
# The last one that a date can have.
LAST_SECOND = 253_402_300_799
AT = OpenApiParameter(
    name="at",
    type={"type": "integer", "minimum": 0, "maximum": LAST_SECOND},
    description="The moment, in seconds since 1970 (UTC); without it, now.",
)
BUSY = OpenApiParameter(
    name="Retry-After",
    type=OpenApiTypes.INT,
    location=OpenApiParameter.HEADER,
    response=[HTTPStatus.OK],
    description="Seconds: the platform was too busy to wait, so ask again after that.",
)
_RETRY_AFTER = OpenApiParameter(
    name="Retry-After",
    type=OpenApiTypes.INT,
    location=OpenApiParameter.HEADER,
    response=_COME_AGAIN,
    description="Whole seconds after which the same request may be answered.",
)
_KEY = OpenApiParameter(
    name=KEY_HEADER,
    type={"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
    location=OpenApiParameter.HEADER,
    required=True,
    description=(
        "Of the agent's choice, printable ASCII: the same key at the same path gets "
        "the same answer for a day at least, and nothing is done twice."
    ),
)
_TRACE = OpenApiParameter(
    name=TRACEPARENT,
    type=OpenApiTypes.STR,
    location=OpenApiParameter.HEADER,
    description=(
        "The caller's trace, as of W3C Trace Context; kept with what the call does. "
        "One that is not valid is ignored."
    ),
)
_REPLAYED = OpenApiParameter(
    name=REPLAYED_HEADER,
    type={"type": "string", "enum": ["true"]},
    location=OpenApiParameter.HEADER,
    response=[HTTPStatus.OK, HTTPStatus.CREATED],
    description="There when this is the answer to an earlier request with this key.",
)


def described(
    *,
    answer: str,
    status: HTTPStatus = HTTPStatus.OK,
    request: type[StrictSerializer] | str | None = None,
    keyed: bool = False,
    refuses: Sequence[HTTPStatus] = (),
    parameters: Sequence[OpenApiParameter] = (),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Describe a call: what it takes, the shape of its answer, the errors it may give.

    ``keyed`` calls take an idempotency key, and so read a body; ``refuses`` lists what
    not all calls do. ``request`` may name the shape of a body whose members are free.
    """
    errors = {*_ANY_CALL, *refuses, *(_WITH_A_BODY if request or keyed else ())}
    told = OpenApiResponse(response=_ref(answer), description=status.phrase)
    responses: dict[Any, Any] = {(int(status), _JSON): told}
    for code in sorted(errors):
        problem = OpenApiResponse(response=_ref("Problem"), description=_WORDS[code])
        responses[int(code), _PROBLEM_JSON] = problem
    common = [_TRACE, _RETRY_AFTER, *([_KEY, _REPLAYED] if keyed else [])]
    body = {_JSON: _ref(request)} if isinstance(request, str) else request
    return extend_schema(
        request=body, responses=responses, parameters=[*common, *parameters]
    )


def named(
    name: str, summary: str
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Name a call, as generated clients name it, and say in the agent's words what for.

    Stands above ``described``.
    """
    return extend_schema(operation_id=name, summary=summary)


def add_shapes(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add what the calls refer to; drf-spectacular hands over all it has found."""
    schemas = result["components"]["schemas"]
    schemas.update(SHAPES)
    for shape in StrictSerializer.__subclasses__():
        if shape.__name__ in schemas:
            schemas[shape.__name__]["additionalProperties"] = False
    for name, example in EXAMPLES.items():
        schemas[name] = {**schemas[name], "examples": [example]}
    return result


def _ref(shape: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{shape}"}
