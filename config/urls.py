"""Every path of the platform, by door."""

from django.contrib import admin
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView

import audit.portal.urls
import governance.portal.urls
from agents.api import keys
from config import errors, health

portal = [*governance.portal.urls.urlpatterns, *audit.portal.urls.urlpatterns]

urlpatterns = [
    path("", include("tenants.portal.urls")),
    path("c/<slug:client>/", include((portal, "portal"))),
    path("api/v1/", include("governance.api.urls")),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    re_path("^api/", errors.not_found),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz),
    path(".well-known/jwks.json", keys.jwks),
]
