"""The paths of these pages, below /c/<client>/."""

from django.urls import path

from governance.portal.runs import rescue_views, run_views, undo_views

urlpatterns = [
    path("runs/", run_views.runs, name="runs"),
    path("runs/<int:number>/", run_views.run, name="run"),
    path("runs/<int:number>/story/", run_views.run_story, name="run-story"),
    path("runs/<int:number>/rescue/", rescue_views.rescue, name="run-rescue"),
    path("runs/<int:number>/steps/", rescue_views.handed_step, name="run-handed-step"),
    path("runs/<int:number>/undo/", undo_views.undo, name="run-undo"),
    path("runs/<int:number>/undo/start/", undo_views.start, name="run-undo-start"),
    path("runs/<int:number>/undone/", undo_views.undone, name="run-undone"),
]
