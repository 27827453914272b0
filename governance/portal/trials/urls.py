"""The path of this act, below /c/<client>/."""

from django.urls import path

from governance.portal.trials import views

urlpatterns = [
    path("connections/<uuid:runner_id>/test/", views.trial, name="connection-test"),
]
