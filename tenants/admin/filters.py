"""Filters of the lists: each asks one question and knows all of its answers."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from tenants.models import Client


class Question(SimpleListFilter):
    """A filter that takes none but its own answers."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that the chosen answer leaves."""
        answer = self.value()
        if answer is None:
            return queryset
        if answer not in dict(self.lookup_choices):
            raise IncorrectLookupParameters(answer)
        return queryset.filter(self.condition(answer))

    def condition(self, answer: str) -> Q:
        """Return what holds for the rows of an answer."""
        raise NotImplementedError


class ByClient(Question):
    """Whose rows?"""

    title = "client"
    parameter_name = "client"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return all clients by name."""
        return list(Client.objects.order_by("name", "slug").values_list("slug", "name"))

    def condition(self, answer: str) -> Q:
        """Return that it is the client with this slug."""
        return Q(client__slug=answer)


def question(name: str, answers: Mapping[str, Q]) -> type[Question]:
    """Return a filter that asks for one of these answers, which are words."""

    class Asked(Question):
        title = name
        parameter_name = name.replace(" ", "-")

        def lookups(
            self, request: HttpRequest, model_admin: Any
        ) -> list[tuple[str, str]]:
            return [(answer, answer) for answer in answers]

        def condition(self, answer: str) -> Q:
            return answers[answer]

    return Asked


def one_of(field: str, values: Iterable[str]) -> type[Question]:
    """Return a filter on a field that holds one of these values."""
    return question(field.replace("_", " "), {one: Q(**{field: one}) for one in values})
