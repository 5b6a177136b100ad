"""Arrays that lie in files, mapped into memory and shared between processes."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def mapped(file: Path) -> NDArray[Any]:
    """The array of a .npy file, read only. Raises OSError or ValueError when it cannot be read.

    A plain array over the mapping: every operation on an np.memmap costs a Python call more.
    """
    return np.load(file, mmap_mode="r", allow_pickle=False).view(np.ndarray)  # type: ignore[no-any-return]
