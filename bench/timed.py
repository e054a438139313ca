"""The node's own application, whose answers say in `Server-Timing` how long it worked on them (milliseconds, and of them with the processor)."""

import time

from lali.project.wsgi import application as untimed


def application(environ, start_response):
    begun, worked = time.perf_counter(), time.thread_time()

    def started(status, headers, *rest):
        taken = (time.perf_counter() - begun) * 1000
        processor = (time.thread_time() - worked) * 1000
        timing = f"app;dur={taken:.2f}, cpu;dur={processor:.2f}"
        return start_response(status, [*headers, ("Server-Timing", timing)], *rest)

    return untimed(environ, started)
