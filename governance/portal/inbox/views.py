"""Home, and the inbox: what waits, for whom, until when."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from governance.portal.inbox.cards import Card, card
from governance.portal.inbox.forms import AnswerForm
from governance.portal.inbox.wording import (
    NOTHING,
    card_heading,
    for_others,
    heading,
    home_heading,
    home_lead,
)
from governance.selectors.home import home_of
from governance.selectors.inbox import (
    Question,
    Show,
    asked_since,
    listing,
    outline,
    question,
)
from tenants.clock import database_now
from tenants.portal.pages import PortalRequest, client_page

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_PAGES = 1000


@client_page()
@require_safe
def home(request: PortalRequest) -> HttpResponse:
    """Is anything waiting for me, and is anything wrong?"""
    client = request.visit.client
    page = home_of(request.visit.membership, now=database_now())
    context = {
        "section": "home",
        "page": page,
        "place": client.time_zone.rpartition("/")[2].replace("_", " "),
        "heading": home_heading(page),
        "lead": home_lead(page, client=client.name),
        "others": for_others(page),
        "since": page.mine.last_asked,
    }
    return render(request, "governance/home.html", context)


@client_page()
@require_safe
def inbox(request: PortalRequest) -> HttpResponse:
    """What must I decide?"""
    membership = request.visit.membership
    show, page = _show(request), _page(request)
    found = listing(membership, show, page=page)
    parts = {one.value: outline(membership, one) for one in Show}
    context = {
        "section": "inbox",
        "show": show.value,
        "heading": heading(show, parts[show], now=database_now()),
        "parts": parts,
        "nothing": NOTHING[show],
        "cards": [_card(request, question) for question in found.questions],
        "newer": f"?show={show}&page={page - 1}" if page > 1 else "",
        "older": f"?show={show}&page={page + 1}" if found.more else "",
        "since": parts[Show.MINE].last_asked,
    }
    return render(request, "governance/inbox.html", context)


@client_page()
@require_safe
def checkpoint(request: PortalRequest, checkpoint_id: UUID) -> HttpResponse:
    """What is asked here, and what has become of it?"""
    shown = _card(request, question(checkpoint_id, request.visit.membership))
    context = {
        "section": "inbox",
        "heading": card_heading(shown, now=database_now()),
        "card": shown,
    }
    return render(request, "governance/checkpoint.html", context)


@client_page()
@require_safe
def news(request: PortalRequest) -> HttpResponse:
    """How many questions came for me since a page was opened: a fragment of it."""
    try:
        since = parse_datetime(request.GET.get("since", "")) or _LONG_AGO
    except ValueError as error:
        raise Http404 from error
    if since.tzinfo is None:
        raise Http404
    more = asked_since(request.visit.membership, since)
    return render(request, "governance/_checkpoint_news.html", {"more": more})


def _card(request: PortalRequest, asked: Question) -> Card:
    return card(asked, form=AnswerForm(question=asked, request=request))


def _show(request: PortalRequest) -> Show:
    try:
        return Show(request.GET.get("show", Show.MINE))
    except ValueError as error:
        raise Http404 from error


def _page(request: PortalRequest) -> int:
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0
    if not 1 <= page <= _MOST_PAGES:
        raise Http404
    return page
