"""The paths of these pages, below /c/<client>/."""

from django.urls import path

from governance.portal.fleet import views

urlpatterns = [
    path("agents/", views.agents, name="agents"),
    path("agents/<uuid:agent_id>/", views.agent, name="agent"),
    path("agents/<uuid:agent_id>/halt/", views.halt, name="agent-halt"),
    path("agents/<uuid:agent_id>/lift/", views.lift, name="agent-lift"),
    path("owners/<uuid:ownership_id>/accept/", views.accept, name="owner-accept"),
]
