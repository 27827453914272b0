"""The paths of these pages, below those of boundary versions."""

from collections.abc import Callable
from functools import partial

from django.contrib.admin import AdminSite
from django.http import HttpResponse
from django.urls import URLPattern, path

from governance.admin.guardrails.pages import guardrails, version
from governance.admin.guardrails.writing import guardrail, new

View = Callable[..., HttpResponse]


def guardrail_paths(site: AdminSite) -> list[URLPattern]:
    """Return the paths."""
    pages: dict[str, tuple[str, View]] = {
        "guardrails/": ("governance_guardrails", guardrails),
        "guardrails/new/": ("governance_guardrail_new", new),
        "guardrails/guardrail/": ("governance_guardrail", guardrail),
        "guardrails/version/": ("governance_guardrail_version", version),
    }
    return [
        path(where, site.admin_view(partial(view, site=site)), name=name)
        for where, (name, view) in pages.items()
    ]
