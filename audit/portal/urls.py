"""The paths of these pages, below /c/<client>/."""

from django.urls import path

from audit.portal import views

urlpatterns = [
    path("trace/", views.trace, name="trace"),
    path("trace/<uuid:entry_id>/", views.entry, name="entry"),
]
