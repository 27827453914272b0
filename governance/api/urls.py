"""The paths of the agents' API, below /api/v1/."""

from django.urls import path

from governance.api import actions, agents, facts, runs

urlpatterns = [
    path("agent", agents.AgentView.as_view()),
    path("agent/halt", agents.AgentHaltView.as_view()),
    path("agent/accountable", agents.AccountableView.as_view()),
    path("facts/<slug:register>/<path:record_key>", facts.FactView.as_view()),
    path("runs", runs.RunsView.as_view()),
    path("runs/<uuid:run_id>", runs.RunView.as_view()),
    path("runs/<uuid:run_id>/heartbeat", runs.HeartbeatView.as_view()),
    path("runs/<uuid:run_id>/notes", runs.NotesView.as_view()),
    path("runs/<uuid:run_id>/complete", runs.CompleteView.as_view()),
    path("runs/<uuid:run_id>/interrupt", runs.InterruptView.as_view()),
    path("actions", actions.ActionsView.as_view()),
    path("actions/<uuid:action_id>", actions.ActionView.as_view()),
    path("actions/<uuid:action_id>/start", actions.StartView.as_view()),
    path("actions/<uuid:action_id>/outcome", actions.OutcomeView.as_view()),
]
