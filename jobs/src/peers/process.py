# SPDX-License-Identifier: Apache-2.0
"""Runs a program as a whole process tree and tells what it took."""

import dataclasses
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time

import psutil

SAMPLE_SECONDS = 0.25
SAMPLES_A_SHARE = 4


@dataclasses.dataclass(frozen=True)
class Took:
    """What a process tree took. Shared pages count in `rss` once per process, in `pss` once."""

    code: int
    seconds: float
    cpu_seconds: float
    peak_rss_megabytes: float
    peak_pss_megabytes: float
    stdout: str
    stderr: str


class _Memory(threading.Thread):
    """Samples the memory of a process and its children until the process ends."""

    def __init__(self, process: subprocess.Popen):
        super().__init__(daemon=True)
        self.process = process
        self.rss = 0
        self.pss = 0
        self.cpu: dict[int, float] = {}

    def run(self) -> None:
        samples = 0
        while self.process.poll() is None:
            try:
                root = psutil.Process(self.process.pid)
                tree = [root, *root.children(recursive=True)]
            except psutil.NoSuchProcess:
                return
            self.cpu |= {one.pid: spent for one in tree if (spent := _spent(one))}
            self.rss = max(self.rss, sum(_resident(process) for process in tree))
            if samples % SAMPLES_A_SHARE == 0:
                self.pss = max(self.pss, sum(_share(process) for process in tree))
            samples += 1
            time.sleep(SAMPLE_SECONDS)


def _spent(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0  # It has ended since it was listed.
    return times.user + times.system


def _resident(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.Error:
        return 0  # It has ended since it was listed.


def _share(process: psutil.Process) -> int:
    try:
        with open(f"/proc/{process.pid}/smaps_rollup", encoding="ascii") as rollup:
            lines = [line for line in rollup if line.startswith("Pss:")]
    except OSError:
        return 0  # It has ended since it was listed.
    return int(lines[0].split()[1]) * 1024 if lines else 0


def run(command: list[str], cores: int, limit_seconds: float) -> Took:
    """Runs a command on the first processors of this machine; ends it at the limit."""
    processors = sorted(os.sched_getaffinity(0))[:cores]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.time()
        process = subprocess.Popen(
            command,
            stdout=out,
            stderr=err,
            preexec_fn=lambda: os.sched_setaffinity(0, processors),
        )
        memory = _Memory(process)
        memory.start()
        try:
            process.wait(limit_seconds)
        except subprocess.TimeoutExpired:
            pass  # Its code tells of the end below.
        finally:
            _end(process)
        code = process.wait()
        seconds = time.time() - started
        memory.join()
        out.seek(0)
        err.seek(0)
        return Took(
            code,
            seconds,
            sum(memory.cpu.values()),
            memory.rss / 1e6,
            memory.pss / 1e6,
            out.read().decode(errors="replace"),
            err.read().decode(errors="replace"),
        )


def end_with_signals() -> None:
    """Lets SIGTERM run the ends of this program, so that what it has started ends with it."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))


def _end(process: subprocess.Popen) -> None:
    if process.poll() is not None:
        return
    for child in psutil.Process(process.pid).children(recursive=True):
        try:
            child.kill()
        except psutil.NoSuchProcess:
            pass  # It has ended by itself.
    process.kill()
