"""The path of this page, below /c/<client>/."""

from django.urls import path

from governance.portal.limits import views

urlpatterns = [path("boundaries/limits/", views.limits, name="limits")]
