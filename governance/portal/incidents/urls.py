"""The paths of these pages, below /c/<client>/."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from governance.portal.incidents import act_views as acts
from governance.portal.incidents import number_views, rule_views, views


def _act(part: str, view: Callable[..., HttpResponse]) -> URLPattern:
    return path(f"incidents/<int:number>/{part}/", view, name=f"incident-{part}")


urlpatterns = [
    path("incidents/", views.incidents, name="incidents"),
    path("incidents/new/", views.new, name="incident-new"),
    path("incidents/report/", views.report, name="incident-report"),
    path("incidents/numbers/", number_views.numbers, name="incident-numbers"),
    path("incidents/<int:number>/", views.incident, name="incident"),
    _act("file", views.file),
    _act("rule", rule_views.rule),
    _act("draft", rule_views.draft),
    _act("acknowledge", acts.acknowledge),
    _act("note", acts.note),
    _act("attest", acts.attestation),
    _act("mitigate", acts.mitigation),
    _act("resolve", acts.resolution),
    _act("severity", acts.severity),
    _act("hand-on", acts.handing_on),
    _act("duplicate", acts.duplicate),
    _act("task", acts.task),
    _act("task-done", acts.task_done),
    _act("review", acts.review),
]
