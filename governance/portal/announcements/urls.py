"""The paths of these pages, below /c/<client>/."""

from django.urls import path

from governance.portal.announcements import views

_ONE = "connections/<uuid:runner_id>/told/"

urlpatterns = [
    path(_ONE, views.page, name="connection-told"),
    path(f"{_ONE}choose/", views.choose, name="connection-told-choose"),
    path(
        "announcements/<uuid:announcement_id>/again/",
        views.again,
        name="announcement-again",
    ),
]
