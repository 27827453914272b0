"""The paths of these pages, below /c/<client>/."""

from django.urls import path

from governance.portal.runs import rescue_views, run_views

urlpatterns = [
    path("runs/", run_views.runs, name="runs"),
    path("runs/<int:number>/", run_views.run, name="run"),
    path("runs/<int:number>/story/", run_views.run_story, name="run-story"),
    path("runs/<int:number>/rescue/", rescue_views.rescue, name="run-rescue"),
    path("runs/<int:number>/steps/", rescue_views.handed_step, name="run-handed-step"),
]
