"""The paths of these pages, below /c/<client>/."""

from django.urls import path

from agents.portal.types import declaring_views, views

_ONE = "action-types/<uuid:action_type_id>/"

urlpatterns = [
    path("action-types/", views.action_types, name="action-types"),
    path("action-types/new/", declaring_views.new, name="action-type-new"),
    path("action-types/check/", declaring_views.check, name="action-type-check"),
    path("action-types/declare/", declaring_views.declare, name="action-type-declare"),
    path(_ONE, views.action_type, name="action-type"),
    path(f"{_ONE}next/", declaring_views.following, name="action-type-next"),
    path(
        f"{_ONE}check/", declaring_views.check_following, name="action-type-check-next"
    ),
    path(
        f"{_ONE}declare/",
        declaring_views.declare_following,
        name="action-type-declare-next",
    ),
]
