"""What somebody does in a trade: the work itself, or helping, supervising, teaching, selling, its office.

A welder, a welding foreman and a seller of welding machines share nearly all of their words. Titles say which it is
("Supervisor", "Guru"), and where they do not, the occupation often does (KBJI major group 4 is clerical work). Words
and agreement stand in data/reference/job_functions.csv and job_function_agreement.csv.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from matching.errors import InvalidValue
from matching.phrases import code_starts, found, jobs_named, plain
from matching.reference import FunctionAgreement, JobFunction
from matching.remembered import Remembered

UNLIKE = 0.0
"""Agreement of two functions of which the table says nothing."""
MOST = 15
"""Functions are bits of a column of 16-bit integers."""


TITLES_REMEMBERED = 50_000  # they repeat by the thousand, and every vacancy is read when indexes are built


def best_code(occupations: Sequence[tuple[str, float]]) -> str:
    """KBJI code understood best, "" of none; `occupations` are (code, confidence), best first."""
    return occupations[0][0] if occupations else ""


class JobFunctions:
    """Job functions as bits, in the order of the table; the first is the work itself, which titles need not name."""

    def __init__(
        self, functions: Sequence[JobFunction], agreements: Iterable[FunctionAgreement] = ()
    ) -> None:
        if not 0 < len(functions) <= MOST:
            raise InvalidValue(
                "job_functions", f"{len(functions)}, boleh 1 sampai {MOST} / there may be 1 to {MOST}"
            )
        self._functions = tuple(functions)
        position = {function.code: i for i, function in enumerate(functions)}
        self._table = np.full((len(functions), len(functions)), UNLIKE)
        np.fill_diagonal(self._table, 1.0)
        for row in agreements:
            if unknown := {row.one, row.other} - set(position):
                raise InvalidValue(
                    "job_function_agreement",
                    f"{sorted(unknown)} tidak ada dalam job_functions / is no function of job_functions",
                )
            one, other = position[row.one], position[row.other]
            self._table[one, other] = self._table[other, one] = row.agreement
        self.agreement = Remembered(self._agreement, None)
        self._of_title = Remembered(self._read, TITLES_REMEMBERED)

    def of_vacancy(self, title: str, kbji_code: str) -> int:
        """Bits of the functions of a vacancy: what its title names, else what its occupation (KBJI, may be empty) is.

        A title that offers several jobs ("Teknisi AC / Helper") has the functions of each. Of a part that names none
        nothing is taken: it may be a town.
        """
        return self._of_title(title, kbji_code)

    def _read(self, title: str, kbji_code: str) -> int:
        named = 0
        for job in jobs_named(title):
            named |= self._named(job)
        return named or self._of_occupation(kbji_code) or 1

    def of_training(self, title: str, kbji_code: str) -> int:
        """Bits of the functions that a certificate trains for: what its title names, and what its occupation is."""
        return (self._named(plain(title)) | self._of_occupation(kbji_code)) or 1

    def names(self, bits: int) -> tuple[str, ...]:
        """Codes of the functions in a bit mask."""
        return tuple(function.code for i, function in enumerate(self._functions) if bits >> i & 1)

    def _agreement(self, bits: int) -> npt.NDArray[np.float64]:
        """Best agreement of any function in `bits` with any in each mask, shape (2^functions,), in [0, 1]."""
        size = len(self._functions)
        held = [i for i in range(size) if bits >> i & 1]
        reached = self._table[held].max(axis=0) if held else np.zeros(size)
        masks = np.arange(1 << size)[:, None] >> np.arange(size) & 1
        best: npt.NDArray[np.float64] = (masks * reached).max(axis=1)
        return best

    def _named(self, plain_text: str) -> int:
        """Functions that one job names; a word for the work itself ("tukang") counts where no other is named."""
        bits = sum(1 << i for i, function in enumerate(self._functions) if found(plain_text, function.words))
        return bits & ~1 or bits

    def _of_occupation(self, kbji_code: str) -> int:
        """The function of the longest prefix that the code lies under; 0 where there is none."""
        best = max(
            (
                (len(prefix), i)
                for i, function in enumerate(self._functions)
                for prefix in function.kbji_prefixes
                if code_starts(kbji_code, (prefix,))
            ),
            default=None,
        )
        return 1 << best[1] if best else 0
