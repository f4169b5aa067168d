"""granian, with web processes that end when their parent ends, however it ended.

``python -m launch.web ARGUMENTS`` takes granian's own arguments.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import signal

from launch.children import die_with_parent

if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    os.register_at_fork(after_in_child=die_with_parent(signal.SIGKILL, os.getpid()))
    runpy.run_module("granian", run_name="__main__")
