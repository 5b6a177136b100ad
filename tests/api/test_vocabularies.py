from enum import Enum

import pytest

from api.vocabularies import VOCABULARIES, worded
from matching.vocabulary import Education


@pytest.mark.parametrize(("name", "vocabulary"), VOCABULARIES.items())
def test_every_code_has_words_in_both_languages(name: str, vocabulary: type[Enum]) -> None:
    codes = [m.name if vocabulary is Education else m.value for m in vocabulary]
    assert [row["code"] for row in worded()[name]] == codes
    assert all(row["id"] and row["en"] for row in worded()[name])
