"""The product's own web process, with two paths more: the floor, and an empty view."""

from django.conf import settings

from config.wsgi import application

# Before the first request: the paths are read with it.
settings.ROOT_URLCONF = "tests.bench.urls"

__all__ = ["application"]
