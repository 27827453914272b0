"""What the OpenAPI description says about the calls."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

_JSON = "application/json"
_PROBLEM_JSON = "application/problem+json"
_ERRORS = {
    HTTPStatus.BAD_REQUEST: "The request cannot be read; the field is named.",
    HTTPStatus.UNAUTHORIZED: "There is no valid key.",
    HTTPStatus.FORBIDDEN: "The agent may not act at all.",
    HTTPStatus.NOT_FOUND: "There is no such thing of this agent's.",
    HTTPStatus.CONFLICT: "The thing is not in the state that this needs.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "A value is not acceptable; the field is named.",
}

WAIT = OpenApiParameter(
    name="wait",
    type=OpenApiTypes.INT,
    description="Seconds (at most 25) to wait for the action to change.",
)


class ProblemSerializer(serializers.Serializer[Any]):
    """An error, as of RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()


def described(
    *,
    request: type[serializers.Serializer[Any]] | None,
    status: HTTPStatus,
    parameters: Sequence[OpenApiParameter] = (),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Describe a call: what it takes, what it answers, and the errors it may give."""
    responses: dict[Any, Any] = {(int(status), _JSON): OpenApiTypes.OBJECT}
    for code, words in _ERRORS.items():
        problem = OpenApiResponse(response=ProblemSerializer, description=words)
        responses[int(code), _PROBLEM_JSON] = problem
    return extend_schema(
        request=request, responses=responses, parameters=list(parameters)
    )
