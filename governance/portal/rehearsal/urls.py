"""The paths of these pages, below /c/<client>/."""

from django.urls import path

from governance.portal.rehearsal import finding_views, replay_views, try_views

_REPLAY = "boundaries/replay/"

urlpatterns = [
    path("boundaries/try/", try_views.try_rules, name="rules-try"),
    path("boundaries/try/answer/", try_views.answer, name="rules-tried"),
    path("boundaries/findings/", finding_views.findings, name="rules-findings"),
    path(_REPLAY, replay_views.replays, name="replays"),
    path(f"{_REPLAY}ask/", replay_views.ask, name="replay-ask"),
    path(f"{_REPLAY}<uuid:replay_id>/", replay_views.replay, name="replay"),
]
