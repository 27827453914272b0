"""The paths of these pages, below /c/<client>/."""

from django.urls import path

from governance.portal.workflows import compare_views, draft_views, step_views, views

_WORKFLOW = "workflows/<uuid:workflow_id>"
_DRAFT = f"{_WORKFLOW}/draft"

urlpatterns = [
    path("workflows/", views.workflows, name="workflows"),
    path("workflows/new/", draft_views.new, name="workflow-new"),
    path("workflows/start/", draft_views.start, name="workflow-start"),
    path(f"{_WORKFLOW}/", views.workflow, name="workflow"),
    path(f"{_WORKFLOW}/differences/", compare_views.compare, name="workflow-compare"),
    path(f"{_DRAFT}/", draft_views.draft, name="draft"),
    path(f"{_DRAFT}/begin/", draft_views.begin, name="draft-begin"),
    path(f"{_DRAFT}/step/", step_views.step, name="draft-step"),
    path(f"{_DRAFT}/write/", step_views.write, name="draft-write"),
    path(f"{_DRAFT}/move/", draft_views.move, name="draft-move"),
    path(f"{_DRAFT}/remove/", draft_views.remove, name="draft-remove"),
    path(f"{_DRAFT}/publish/", draft_views.publish, name="draft-publish"),
    path(f"{_DRAFT}/discard/", draft_views.discard, name="draft-discard"),
]
