"""Runs pathgen, and writes the seconds of processor time and the megabytes of memory it took into a file.

``python measure.py TOOK ARGUMENT…``. The time is that of this process alone, so other tests running beside it do not
count; the memory is 0 where the system does not tell.
"""

from __future__ import annotations

import atexit
import runpy
import sys
import time
from pathlib import Path


def peak_megabytes() -> float:
    """Give the most memory that this process held."""
    if sys.platform == "linux":  # ru_maxrss begins with what the parent held
        [peak] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
        return int(peak.split()[1]) / 1024
    if sys.platform == "win32":
        return 0
    import resource  # noqa: PLC0415 - not on every system

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    took = Path(sys.argv.pop(1))
    atexit.register(lambda: took.write_text(f"{time.process_time()} {peak_megabytes()}"))
    runpy.run_module("pathgen", run_name="__main__", alter_sys=True)
