"""Every path of the platform, and what it is measured beside."""

from django.urls import path

from config import urls
from tests.bench import floor

handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500

urlpatterns = [
    path("bench/floor", floor.insert_rows),
    path("bench/empty", floor.nothing),
    *urls.urlpatterns,
]
