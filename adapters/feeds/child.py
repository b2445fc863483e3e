"""The child process that parses: ``python -m adapters.feeds.child MEMORY_BYTES CPU_SECONDS``.

It reads requests from standard input until that ends, so it never outlives its parent for longer
than one document. It holds no secret and opens no network connection.
"""

from __future__ import annotations

import math
import os
import resource
import signal
import sys
import time

from adapters.feeds import framing, jobs


def main() -> None:
    """Answer requests until there are no more."""
    memory, cpu_seconds = int(sys.argv[1]), int(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A library that prints must not speak in our place.
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        out.write(framing.READY)
        out.flush()
        while (asked := framing.read_request(sys.stdin.buffer)) is not None:
            _allow_cpu(cpu_seconds)
            job, details, document = asked
            out.write(framing.answer(jobs.do(job, details, document)))
            out.flush()


def _allow_cpu(seconds: int) -> None:
    """So much from now on; the kernel ends the process that takes more."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = math.ceil(time.process_time()) + seconds
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


if __name__ == "__main__":
    main()
