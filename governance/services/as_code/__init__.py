"""Writes: loading a client from its file, as planned, through everybody's services."""

from governance.services.as_code.loading import (
    UnloadableError,
    load_client,
    plan_load,
)

__all__ = ["UnloadableError", "load_client", "plan_load"]
