"""Runs a command and prints its seconds, its peak memory in megabytes, and ends as it did."""

import os
import sys
import time

start = time.monotonic()
quiet = [(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, usage = os.wait4(pid, 0)
print(f"{time.monotonic() - start:7.2f} s {usage.ru_maxrss // 1024:6d} Mo")
sys.exit(os.waitstatus_to_exitcode(status))
