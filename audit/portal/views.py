"""The trace, and one entry of it."""

from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit import selectors
from audit.portal import lookups, wording
from audit.portal.facts import facts_of
from audit.portal.forms import TraceForm
from audit.selectors import Filters, Line
from tenants.clock import database_now
from tenants.portal.pages import PortalRequest, client_page

_LONGEST_HEADING = 160
_NOT_KNOWN = "an agent that nothing is known of"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the trace, with its badge and the number of its run."""

    line: Line
    kind: str
    word: str
    run_number: int | None


@client_page()
@require_safe
def trace(request: PortalRequest) -> HttpResponse:
    """What happened, in order?"""
    form = TraceForm(request.GET)
    if not form.is_valid():
        raise Http404
    filters, before = form.filters, form.before_id
    page = selectors.trace(filters, before=before)
    runs = {filters.run_id, *(line.run_id for line in page.lines)} - {""}
    numbers = lookups.run_numbers(runs) if runs else {}
    number = numbers.get(filters.run_id)
    run = str(number or filters.run_id)
    agent = _offer_agents(form, filters.agent_id)
    today = None if before else lookups.count_since(_midnight(), filters)
    about = wording.about(agent=agent, run=run, event=filters.event)
    context = {
        "section": "trace",
        "heading": wording.heading(page, today=today, about=about),
        "form": form,
        "run": run,
        "run_number": number,
        "rows": [_row(line, numbers) for line in page.lines],
        "narrowed": filters != Filters(),
        "older": _address(filters, before=page.older) if page.older else "",
        "newest": _address(filters) if before else "",
    }
    return render(request, "audit/trace.html", context)


@client_page()
@require_safe
def entry(request: PortalRequest, entry_id: UUID) -> HttpResponse:
    """What exactly was recorded, and how can somebody check it?"""
    found = selectors.entry(entry_id)
    if found is None:
        raise Http404
    line, row = found
    numbers = lookups.run_numbers([line.run_id]) if line.run_id else {}
    context = {
        "section": "trace",
        "heading": shorten(line.sentence, _LONGEST_HEADING, placeholder=" …"),
        "row": _row(line, numbers),
        "facts": facts_of(line, row),
        "bytes": bytes(row.body).decode(),
        "address": request.build_absolute_uri(request.path),
    }
    return render(request, "audit/entry.html", context)


def _offer_agents(form: TraceForm, wanted: str) -> str:
    """Offer the agents that may be chosen, and return the name of the one that is."""
    offered = lookups.agents_lately()
    if wanted and wanted not in offered:
        offered |= lookups.agent_names([wanted]) or {wanted: _NOT_KNOWN}
    form.offer_agents(offered.items())
    return offered.get(wanted, "")


def _row(line: Line, numbers: dict[str, int]) -> Row:
    kind, word = wording.badge(line)
    return Row(line, kind, word, numbers.get(line.run_id))


def _midnight() -> datetime:
    now = timezone.localtime(database_now())
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _address(filters: Filters, *, before: UUID | None = None) -> str:
    given = {
        "agent": filters.agent_id,
        "event": filters.event,
        "run": filters.run_id,
        "before": str(before or ""),
    }
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in given.items() if value})
    return f"?{query.urlencode()}"
