from __future__ import annotations

import subprocess
import sys

from benchmarks.processes import cpu_nanoseconds, ended_children_nanoseconds, family, memory_kib, shared_out_kib

WORK = """
import subprocess, sys, threading, time
def burn(seconds):
    until = time.process_time() + seconds
    while time.process_time() < until: pass
thread = threading.Thread(target=burn, args=(0.05,)); thread.start(); thread.join()
child = subprocess.Popen(["sleep", "60"])
print(time.process_time_ns(), child.pid, flush=True)
sys.stdin.readline()
child.kill(); child.wait()
"""


def test_cpu_time_is_exact_and_counts_threads_that_ended() -> None:
    with subprocess.Popen([sys.executable, "-c", WORK], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        own, child = (int(word) for word in process.stdout.readline().split())
        assert own > 50_000_000
        # As exact as the program's own clock: what it did since, and its sleeping child, take a few milliseconds.
        assert own <= cpu_nanoseconds(process.pid) <= own + 30_000_000
        assert family(process.pid) == [process.pid, child]
        assert memory_kib(process.pid) > 2_000
        process.communicate(b"\n")
    assert cpu_nanoseconds(process.pid) == 0


def test_children_that_ended_are_counted_from_the_right_fields() -> None:
    name = "12 (a (strange) name) S "
    fields = ["1"] * 10 + ["7", "8", "20", "30", "9"]
    # utime and stime are the 14th and 15th field of the line, those of the children come behind them.
    assert ended_children_nanoseconds(name + " ".join(fields)) == 500_000_000
    assert ended_children_nanoseconds("") == 0


def test_memory_is_the_part_of_shared_pages() -> None:
    assert shared_out_kib("Rss: 900 kB\nPss:  40 kB\nPss_Dirty: 30 kB\nPss_Anon: 20 kB\n") == 40
