"""What a link in a mail shows, without anybody being signed in: to read, no more."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from governance.links import CheckpointLink, checkpoint_linked
from governance.portal.inbox.cards import card
from governance.selectors.inbox import question
from governance.selectors.notices import still_waits, was_told
from tenants.models import Client
from tenants.scoping import PLATFORM, client_scope

_CLOSED = "governance/checkpoint_closed.html"


@require_safe
@never_cache
def linked(request: HttpRequest, token: str) -> HttpResponse:
    """What is asked? Whoever is signed in as who was told gets to the page itself."""
    link = checkpoint_linked(token)
    if link is None:
        return render(request, _CLOSED)
    with client_scope(link.client_id, actor=PLATFORM):
        return _shown(request, link)


def _shown(request: HttpRequest, link: CheckpointLink) -> HttpResponse:
    client = Client.objects.get()
    person = was_told(link.checkpoint_id, link.membership_id)
    if person is None:
        return render(request, _CLOSED)
    page = reverse("portal:checkpoint", args=[client.slug, link.checkpoint_id])
    if person.user_id == request.user.pk:
        return redirect(page)
    asked = question(link.checkpoint_id, person)
    if not still_waits(asked.checkpoint):
        return render(request, _CLOSED)
    context = {"client": client, "person": person, "card": card(asked), "page": page}
    with timezone.override(ZoneInfo(client.time_zone)):
        return render(request, "governance/checkpoint_link.html", context)
