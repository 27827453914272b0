"""The paths of these pages, below /c/<client>/."""

from django.urls import path

from agents.portal.connections import host_views, secret_views, views

_ONE = "connections/<uuid:runner_id>/"

urlpatterns = [
    path("connections/", views.connections, name="connections"),
    path("connections/new/", views.new, name="connection-new"),
    path("connections/connect/", views.connect, name="connection-connect"),
    path(_ONE, views.connection, name="connection"),
    path(f"{_ONE}change/", views.change, name="connection-change"),
    path(f"{_ONE}retire/", views.retire, name="connection-retire"),
    path(f"{_ONE}rotate/", secret_views.rotate, name="connection-rotate"),
    path(f"{_ONE}end-secret/", secret_views.end_older, name="connection-end-secret"),
    path("hosts/allow/", host_views.allow, name="host-allow"),
    path("hosts/<uuid:host_id>/", host_views.host, name="host"),
    path("hosts/<uuid:host_id>/remove/", host_views.remove, name="host-remove"),
]
