"""Arrays that lie in files, mapped into memory and shared between processes."""

from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray


def mapped(file: Path, mode: Literal["r", "c"] = "r") -> NDArray[Any]:
    """The array of a .npy file, read only, or ("c") for torch, which takes no such array, with writing that would reach
    no file. Raises OSError or ValueError when it cannot be read.

    A plain array over the mapping: every operation on an np.memmap costs a Python call more.
    """
    return np.load(file, mmap_mode=mode, allow_pickle=False).view(np.ndarray)  # type: ignore[no-any-return]
