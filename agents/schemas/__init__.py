"""JSON Schemas that clients write, kept to what can be checked in bounded time."""

from agents.schemas.checking import check_schema
from agents.schemas.inputs import (
    Part,
    example_form,
    example_of,
    is_money,
    read_example,
)
from agents.schemas.texts import read_json_object
from agents.schemas.validating import Fault, first_fault

__all__ = [
    "Fault",
    "Part",
    "check_schema",
    "example_form",
    "example_of",
    "first_fault",
    "is_money",
    "read_example",
    "read_json_object",
]
