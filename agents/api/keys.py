"""The public key with which anybody can verify a permit (RFC 7517)."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from agents.permits import public_jwk


@require_safe
def jwks(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - a view
    """Return the platform's key set."""
    return JsonResponse({"keys": [public_jwk(key=settings.PERMIT_KEY)]})
