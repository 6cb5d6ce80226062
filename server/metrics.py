"""Figures for Prometheus, served at /metrics. Names begin with `byline_`."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

CONNECTIONS = Gauge("byline_connections", "Open sockets")
ROOMS = Gauge("byline_rooms", "Documents held in memory")
UPDATES = Counter("byline_updates", "Updates made durable")
REFUSED = Counter("byline_refused", "Sockets the server ended, by reason", ["slug"])
MISMATCHES = Counter("byline_mismatches", "Texts that differed from the server's")
COMMIT_SECONDS = Histogram(
    "byline_commit_seconds",
    "Time for one transaction of the log",
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2, 10),
)
