"""The machine that measures: what it is, and how it is held to one core."""

import os
import platform
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import faiss
import torch

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)


@contextmanager
def on_one_core() -> Iterator[None]:
    """While held, this process and its children run on one core, and libraries use one thread."""
    cores, threads = os.sched_getaffinity(0), (torch.get_num_threads(), faiss.omp_get_max_threads())
    os.sched_setaffinity(0, {max(cores)})
    torch.set_num_threads(1)
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)
        torch.set_num_threads(threads[0])
        faiss.omp_set_num_threads(threads[1])


def describe() -> str:
    """Cores and model of the processor."""
    known = re.search(r"model name\s*: (.+)", _text("/proc/cpuinfo"))
    return f"{os.cpu_count()} cores, {known.group(1) if known else platform.machine()}"


def _text(file: str) -> str:
    return Path(file).read_text() if Path(file).is_file() else ""
