"""Write down what the stemmer says of the words of the reference data: after a change of them or of the word tables.

python -m benchmarks.known_stems
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from data import reference_files, trade_files
from matching.language import tokens

TARGET = Path(tokens.__file__).parent / "known_stems.csv"


def words() -> list[str]:
    """Words of titles and aliases that the stemmer would be asked about, as the tokeniser spells them."""
    spelt = {word for text in _texts() for word in tokens.tokenise(text, stem=False)}
    return sorted(word for word in spelt if tokens.is_cut(word))


def remembered() -> dict[str, str]:
    """What stands in the file: word → stem."""
    with TARGET.open(encoding="utf-8", newline="") as stream:
        return {row["word"]: row["stem"] for row in csv.DictReader(stream)}


def _texts() -> Iterator[str]:
    yield from reference_files.work_titles()
    yield from trade_files.generic_words()
    for scheme in trade_files.scheme_aliases():
        yield from (scheme.title, *scheme.aliases)


def main() -> None:
    """Write the file anew."""
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("word", "stem"))
        writer.writerows((word, tokens.stem_anew(word)) for word in words())


if __name__ == "__main__":
    main()
