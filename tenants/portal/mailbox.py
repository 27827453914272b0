"""The mailbox of a demo: mails that are kept here instead of being sent."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tenants.errors import NotFound
from tenants.selectors.mailbox import (
    MOST_SHOWN,
    kept_mail,
    kept_mails,
    troubled_mails,
)

View = Callable[..., HttpResponse]


def _only_with_mailbox(view: View) -> View:
    @wraps(view)
    def seen(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not settings.MAILBOX:
            raise Http404
        return view(request, **kwargs)

    return seen


@require_safe
@_only_with_mailbox
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    """What has been written to people?"""
    context = {
        "mails": kept_mails(),
        "troubled": troubled_mails(),
        "most": MOST_SHOWN,
    }
    return render(request, "registration/mailbox.html", context)


@require_safe
@_only_with_mailbox
@never_cache
def mail(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """What does this mail say?"""
    try:
        found = kept_mail(mail_id)
    except NotFound as error:
        raise Http404 from error
    return render(request, "registration/mail.html", {"mail": found})
