"""The ledger as governance leads read it."""

from typing import Any

from django.contrib import admin
from django.db.models import Q

from audit.events import Event
from audit.models import Entry
from audit.selectors import Line, entry
from tenants.admin.base import LeadAdmin
from tenants.admin.columns import NOTHING, as_document, as_words, when
from tenants.admin.filters import ByClient, question
from tenants.admin.site import site

_KINDS = sorted({event.value.partition(".")[0] for event in Event})


@admin.register(Entry, site=site)
class EntryAdmin(LeadAdmin):
    """What happened?"""

    ordering = ("-id",)
    list_display = ("event", "client", when("recorded_at"))
    list_filter = (
        ByClient,
        question(
            "about",
            {
                kind.replace("_", " "): Q(event__startswith=f"{kind}.")
                for kind in _KINDS
            },
        ),
    )
    list_select_related = ("client",)
    search_fields = ("event", "client__name", "=run_id", "=target_id")
    search_help_text = "An event, a client, or the id of a run or target"
    fields = (
        "sentence",
        "client",
        when("recorded_at"),
        "event",
        "code",
        "outcome",
        "actor_kind",
        "authority",
        "target_id",
        "run_id",
        "hash_of_leaf",
        "hashed",
    )

    @admin.display(description="what happened")
    def sentence(self, row: Entry) -> str:
        """Return the entry as a person reads it."""
        return as_words(_line(row).sentence)

    def code(self, row: Entry) -> str:
        """Return the code of the sentence in the catalogue."""
        return _line(row).code

    def outcome(self, row: Entry) -> str:
        """Return how what was attempted ended."""
        return _line(row).outcome

    @admin.display(description="actor")
    def actor_kind(self, row: Entry) -> str:
        """Return what kind of being acted."""
        return _line(row).actor_kind

    @admin.display(description="on the authority of")
    def authority(self, row: Entry) -> str:
        """Return what the act rests on, by id or hash."""
        authority = _line(row).authority
        return as_document(authority) if authority else NOTHING

    @admin.display(description="leaf hash")
    def hash_of_leaf(self, row: Entry) -> str:
        """Return the Merkle leaf hash in hexadecimal."""
        return _line(row).leaf_hash

    @admin.display(description="hashed bytes")
    def hashed(self, row: Entry) -> str:
        """Return exactly what was hashed; text about people is only committed to."""
        return as_words(bytes(row.body).decode())


def _line(row: Any) -> Line:
    # Read once for all the fields of a page.
    if not hasattr(row, "line"):
        found = entry(row.id)
        row.line = found[0] if found else None
    line: Line = row.line
    return line
