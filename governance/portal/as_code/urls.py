"""The paths of these pages, below /c/<client>/."""

from django.urls import path

from governance.portal.as_code import views

urlpatterns = [
    path("as-code/", views.overview, name="as-code"),
    path("as-code/download/", views.download, name="as-code-download"),
    path("as-code/plan/", views.plan, name="as-code-plan"),
    path("as-code/load/", views.load, name="as-code-load"),
]
