"""The paths of these pages, below /c/<client>/."""

from django.urls import path

from governance.portal.halts import lift_views, views

urlpatterns = [
    path("halts/", views.halts, name="halts"),
    path("halts/new/<uuid:row_id>/", views.new, name="halt-new"),
    path("halts/set/<uuid:row_id>/", views.stop, name="halt-set"),
    path("halts/second/", lift_views.second, name="halt-second"),
    path("halts/<uuid:halt_id>/", views.halt, name="halt"),
    path("halts/<uuid:halt_id>/lift/", lift_views.lift, name="halt-lift"),
]
