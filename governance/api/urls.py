"""The paths of the agents' API, below /api/v1/."""

from django.urls import path

from governance.api import views

urlpatterns = [
    path("agent", views.AgentView.as_view()),
    path("runs", views.RunsView.as_view()),
    path("runs/<uuid:run_id>", views.RunView.as_view()),
    path("runs/<uuid:run_id>/heartbeat", views.HeartbeatView.as_view()),
    path("runs/<uuid:run_id>/notes", views.NotesView.as_view()),
    path("runs/<uuid:run_id>/complete", views.CompleteView.as_view()),
    path("runs/<uuid:run_id>/interrupt", views.InterruptView.as_view()),
    path("actions", views.ActionsView.as_view()),
    path("actions/<uuid:action_id>", views.ActionView.as_view()),
    path("actions/<uuid:action_id>/start", views.StartView.as_view()),
    path("actions/<uuid:action_id>/outcome", views.OutcomeView.as_view()),
]
