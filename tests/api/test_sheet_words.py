"""What a sheet says to the person."""

from api.shortlist_sheet import UNSAID
from matching.flags import Flag
from matching.messages import Tongue, words


def test_whatever_is_said_to_the_person_is_said_in_their_words() -> None:
    for flag in frozenset(Flag) - UNSAID:
        said = words(f"sheet.flag_{flag}", Tongue.INDONESIAN)
        assert said != words(f"flag.{flag}", Tongue.INDONESIAN), flag
