"""The bodies of requests: how large they may be, and that they are JSON objects."""

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.parsers import BaseParser

from agents.api.reading import parse_object


class TooLarge(APIException):
    """The body is larger than anything an agent has to say."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(f"The body is over {limit // 1024} KiB.")


class StrictJSONParser(BaseParser):
    """Parses a JSON object, or says in words what is wrong with it."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Return the object.

        Raises:
            TooLarge: over the limit of the settings; no more than that is read.
            ParseError, ValidationError: it is not acceptable JSON.
        """
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if _announced(parser_context) > limit:
            raise TooLarge(limit)
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise TooLarge(limit)
        return parse_object(raw)


def _announced(parser_context: Mapping[str, Any] | None) -> int:
    # A body that is only announced would be waited for.
    request = (parser_context or {}).get("request")
    text = request.META.get("CONTENT_LENGTH", "") if request is not None else ""
    return int(text) if text and text.isdigit() else 0
