"""``/metrics`` in the format that Prometheus reads.

Counts and ages across all clients, without a name or an id in them.
"""

import os
from collections.abc import Iterable
from http import HTTPStatus
from secrets import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from governance.selectors.neglected import neglected
from governance.selectors.pulse import ages
from governance.selectors.workload import Workload, workload
from tenants.scoping import PLATFORM, lead_scope

_TOLD = {
    "runs_running": "Runs that go on.",
    "actions_due": "Actions that may be carried out now.",
    "actions_due_seconds": "For how long the oldest of them has been due.",
    "actions_unknown": "Actions of which nobody knows whether they happened.",
    "checkpoints_waiting": "Checkpoints that wait for a person.",
    "checkpoints_overdue": "Those of them whose deadline has passed.",
    "tickets_open": "Open incident tickets.",
    "tickets_overdue": "Those of them whose deadline has passed.",
    "halts_in_force": "Halts that nobody has lifted.",
}


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer whoever brings the token; without one set, there is no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    right = compare_digest(token.encode(), settings.METRICS_TOKEN.encode())
    if scheme.lower() != "bearer" or not right:
        return HttpResponse(
            "Send the metrics' token as Authorization: Bearer.\n",
            status=HTTPStatus.UNAUTHORIZED,
            content_type="text/plain; charset=utf-8",
            headers={"WWW-Authenticate": 'Bearer realm="metrics"'},
        )
    text = generate_latest(_requests()) + generate_latest(_state())
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


class _State(Collector):
    """What is open in the database, read when somebody asks."""

    def collect(self) -> Iterable[Metric]:
        """Yield one gauge for each count."""
        with lead_scope(actor=PLATFORM):
            found = workload()
        for name, told in _TOLD.items():
            yield _gauge(name, told, found)
        age = ages()
        told = "Since the sweeper's last turn; absent before its first."
        yield GaugeMetricFamily("remit_sweep_age_seconds", told, value=age.sweep)
        told = "Since a worker last heard the doorbell; absent before the first time."
        yield GaugeMetricFamily("remit_doorbell_age_seconds", told, value=age.doorbell)
        told = "What should have been seen to long ago, and has not."
        left = sum(neglected().values())
        yield GaugeMetricFamily("remit_neglected", told, value=left)


def _gauge(name: str, told: str, found: Workload) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"remit_{name}", told, value=getattr(found, name))


def _state() -> CollectorRegistry:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_State())
    return registry


def _requests() -> CollectorRegistry:
    # Where several web processes share a folder, whoever is asked answers for all.
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry
