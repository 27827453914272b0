"""Which content policy goes with an answer."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# The admin's theme runs Alpine, which evaluates expressions, and sets styles
# inline. Agents' and clients' words are shown there as text like anywhere else.
_ADMIN_PREFIX = "/admin/"
_ADMIN_ALLOWS = {
    "script-src": ["'unsafe-eval'", "'unsafe-inline'"],
    "style-src": ["'unsafe-inline'"],
}


class ContentPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere; a looser one on the admin alone."""

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,  # noqa: FBT001, FBT002 - the base class says so
    ) -> PolicyParts:
        """Return the parts of the policy for one answer."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(_ADMIN_PREFIX) and not report_only:
            parts.update = (parts.update or {}) | _ADMIN_ALLOWS
        return parts
