"""JSON Schemas that clients write, kept to what can be checked in bounded time."""

from agents.schemas.checking import check_schema
from agents.schemas.examples import NoExampleError, example_of
from agents.schemas.validating import Fault, first_fault

__all__ = ["Fault", "NoExampleError", "check_schema", "example_of", "first_fault"]
