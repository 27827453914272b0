"""The API of the agents."""

from config.env import env_rate

# How often one key may call, and what keeps a run safe: heartbeats, outcomes, stops.
RATE_LIMITS = {
    "ordinary": env_rate("RATE_LIMIT", per_second=100, burst=1_000),
    "vital": env_rate("VITAL_RATE_LIMIT", per_second=20, burst=200),
}

# The API.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "agents.api.authentication.AgentKeyAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["agents.api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.errors.problem_response",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "TEST_REQUEST_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
_DESCRIPTION = """\
What an agent may ask for, and what became of it.

An agent asks before it acts; the answer is a decision, with its reasons. A no is an
answer (`201`, `status: refused`) and no error.

Every call carries the agent's key: `Authorization: Bearer rmt_...`; those about facts
carry the key of a register (`rmf_...`), which opens nothing else. Every `POST` but
a heartbeat carries an `Idempotency-Key` of the agent's choice: sent again with the
same body, it is answered as before and nothing is done twice. So whatever answer was
lost, send the same request again; after `409`, `429` or `503` with `Retry-After`,
after that many seconds.

Errors are `application/problem+json` and name the fields to change. Bodies are JSON
objects of at most 256 KiB, without unknown members. Money is
`{"amount": "740.00", "currency": "EUR"}`.
"""
SPECTACULAR_SETTINGS = {
    "TITLE": "Remit",
    "DESCRIPTION": _DESCRIPTION,
    "TAGS": [
        {"name": "agent", "description": "The agent itself."},
        {"name": "runs", "description": "One execution of a workflow, kept alive."},
        {"name": "facts", "description": "What a program of the client keeps."},
        {"name": "actions", "description": "Asking, waiting, carrying out, telling."},
    ],
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENFORCE_NON_BLANK_FIELDS": True,
    "POSTPROCESSING_HOOKS": ["governance.api.openapi.add_shapes"],
}
