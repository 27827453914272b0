"""Fields that take what they say and nothing that could be turned into it.

A number is no text and a text is no number: an agent that mixes them up has a
mistake that it should hear of.
"""

from typing import Any
from uuid import UUID

from rest_framework import serializers


class Text(serializers.CharField):
    """A text, as it was sent but for blanks around it."""

    def to_internal_value(self, data: Any) -> str:
        """Return the text; ValidationError for anything else."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Slug(serializers.SlugField):
    """A name in a path: letters, digits, hyphens, underscores."""

    def to_internal_value(self, data: Any) -> str:
        """Return the name; ValidationError for anything else."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class WholeNumber(serializers.IntegerField):
    """A whole number; 1.0 is one, as JSON has only one kind of number."""

    def to_internal_value(self, data: Any) -> int:
        """Return the number; ValidationError for anything else."""
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        return super().to_internal_value(data)


class Id(serializers.UUIDField):
    """An id, written as the platform writes it."""

    def to_internal_value(self, data: Any) -> UUID:
        """Return the id; ValidationError for anything else."""
        if not isinstance(data, str) or len(data) != len(str(UUID(int=0))):
            self.fail("invalid", value=str(data)[:60])
        return super().to_internal_value(data)
