"""Prometheus: the timings of requests and the same probes that people read on the status page."""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from prometheus_client import REGISTRY, CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from tongban.web.ops.probe import Probe, run
from tongban.web.ops.probes import CHECKS
from tongban.web.request import FORWARDED, is_loopback


class ProbeCollector(Collector):
    """Give the answers of the probes as gauges. They are true of the house, not of one web process."""

    def __init__(self, probes: list[Probe]) -> None:
        """Take answers that were asked for already."""
        self.probes = probes

    def collect(self) -> Iterator[Metric]:
        """Yield the state of every part (0 well, 1 slow, 2 broken) and its figures."""
        states = GaugeMetricFamily("tongban_part_state", "0 well, 1 slow, 2 broken", labels=["part"])
        figures = GaugeMetricFamily("tongban_part_figure", "A figure of a part", labels=["part", "figure"])
        for probe in self.probes:
            states.add_metric([probe.name], probe.state.gravity)
            for name, value in probe.figures.items():
                figures.add_metric([probe.name, name], value)
        yield states
        yield figures


def exposition(at: datetime) -> bytes:
    """Return everything in Prometheus' text format, summed over the web processes."""
    registry = CollectorRegistry()
    registry.register(ProbeCollector([run(check, at) for check in CHECKS]))
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest(REGISTRY) + generate_latest(registry)


def may_read(request: HttpRequest) -> bool:
    """Tell whether the figures may be given out: to this very machine, or to who knows the token.

    A proxy on the same machine also comes from loopback, so a forwarded request needs the token; and where TLS ends in
    front of this house there is a proxy, whether it says so or not.
    """
    token = os.environ.get("TONGBAN_METRICS_TOKEN", "")
    given = request.headers.get("Authorization", "").encode()
    if token and hmac.compare_digest(given, f"Bearer {token}".encode()):
        return True
    forwarded = settings.HTTPS or any(name in request.META for name in FORWARDED)
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and not forwarded
