"""A busy public site does not fill its log, and does not keep still either."""

import logging

from lali.project.logs import BusyIsNoError, EventsOnly


def told(busy, status):
    record = logging.LogRecord("django.request", logging.ERROR, "x", 1, "Service Unavailable: /en/secret/", (), None)
    record.status_code = status
    return EventsOnly().format(record) if busy.filter(record) else ""


def test_busy_pages_are_one_warning_a_minute_with_their_number_and_errors_stay_errors(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("lali.project.logs.time.monotonic", lambda: now[0])
    busy = BusyIsNoError()
    assert told(busy, 503) == '{"level": "warning", "logger": "lali.busy", "times": 1}'
    assert [told(busy, 503) for _again in range(40)] == [""] * 40
    assert told(busy, 500) == '{"level": "error", "logger": "django.request"}'
    now[0] += 61
    assert told(busy, 503) == '{"level": "warning", "logger": "lali.busy", "times": 41}'
