"""The node's own application, whose answers say in `Server-Timing` how long it worked on them (milliseconds)."""

import time

from lali.project.wsgi import application as untimed


def application(environ, start_response):
    begun = time.perf_counter()

    def started(status, headers, *rest):
        taken = (time.perf_counter() - begun) * 1000
        return start_response(status, [*headers, ("Server-Timing", f"app;dur={taken:.2f}")], *rest)

    return untimed(environ, started)
