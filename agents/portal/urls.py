"""The paths of a client's pages, below /c/<client>/."""

from agents.portal.connections import urls as connections
from agents.portal.types import urls as types

urlpatterns = [*types.urlpatterns, *connections.urlpatterns]
