"""JSON Schemas that clients write, kept to what can be checked in bounded time."""

from agents.schemas.checking import check_schema
from agents.schemas.examples import NoExampleError, example_of
from agents.schemas.inputs import (
    Part,
    example_form,
    given_example,
    is_money,
    read_example,
)
from agents.schemas.parts import part_of, properties_of
from agents.schemas.texts import read_json_object
from agents.schemas.validating import Fault, first_fault

__all__ = [
    "Fault",
    "NoExampleError",
    "Part",
    "check_schema",
    "example_form",
    "example_of",
    "first_fault",
    "given_example",
    "is_money",
    "part_of",
    "properties_of",
    "read_example",
    "read_json_object",
]
