"""JSON Schemas that clients write, kept to what can be checked in bounded time."""

from agents.schemas.checking import check_schema
from agents.schemas.validating import Fault, first_fault

__all__ = ["Fault", "check_schema", "first_fault"]
