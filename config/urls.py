"""Every path of the platform, by door."""

from django.contrib import admin
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularJSONAPIView

import agents.portal.urls
import audit.portal.urls
import governance.portal.urls
from agents.api import keys
from config import handlers
from config.operations import metrics
from governance.portal.inbox import link_views

portal = [
    *governance.portal.urls.urlpatterns,
    *agents.portal.urls.urlpatterns,
    *audit.portal.urls.urlpatterns,
]
# Anybody may read it: an invalid key is no reason to refuse.
schema = SpectacularJSONAPIView.as_view(authentication_classes=[])

urlpatterns = [
    path("", include("tenants.portal.urls")),
    path("decide/<str:token>/", link_views.linked, name="checkpoint-link"),
    path("c/<slug:client>/", include((portal, "portal"))),
    path("api/v1/", include("governance.api.urls")),
    path("api/v1/schema/", schema, name="schema"),
    path("api/v1/docs/", handlers.api_docs, name="docs"),
    re_path("^api/", handlers.nothing_here),
    path("admin/", admin.site.urls),
    path("metrics", metrics.metrics),
    path(".well-known/jwks.json", keys.jwks),
]

handler400 = "config.handlers.bad_request"
handler403 = "config.handlers.permission_denied"
handler404 = "config.handlers.page_not_found"
handler500 = "config.handlers.server_error"
