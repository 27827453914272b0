"""The paths of these pages, below /c/<client>/."""

from django.urls import path

from governance.portal.readiness import (
    drill_views,
    policy_views,
    review_views,
    role_views,
    views,
    waiver_views,
)

_WORKFLOW = "workflows/<uuid:workflow_id>"

urlpatterns = [
    path(f"{_WORKFLOW}/readiness/", views.readiness, name="readiness"),
    path(f"{_WORKFLOW}/roles/", role_views.roles, name="roles"),
    path(f"{_WORKFLOW}/waive/", waiver_views.waive_gap, name="waive"),
    path("waivers/<uuid:waiver_id>/withdraw/", waiver_views.withdraw, name="unwaive"),
    path(f"{_WORKFLOW}/drill/", drill_views.start, name="drill-start"),
    path("drills/<uuid:drill_id>/", drill_views.drill, name="drill"),
    path("drills/<uuid:drill_id>/answer/", drill_views.answer, name="drill-answer"),
    path("reviews/", review_views.reviews, name="reviews"),
    path("reviews/boundaries/", review_views.boundaries, name="review-boundaries"),
    path(
        "reviews/clearances/<uuid:clearance_id>/",
        review_views.clearance,
        name="review-clearance",
    ),
    path(
        "reviews/owners/<uuid:ownership_id>/",
        review_views.ownership,
        name="review-ownership",
    ),
    path("reviews/policy/", policy_views.settle, name="readiness-policy"),
]
