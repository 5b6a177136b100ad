import pytest

from api.errors import Refused
from api.preconditions import etag_of, names, require_if_match

DOCUMENT = {"id": "a", "stamp": {"version": 3}}


def test_the_tag_shows_the_version_and_changes_with_the_document() -> None:
    assert etag_of(DOCUMENT).startswith('"3-')
    assert etag_of(DOCUMENT) != etag_of(DOCUMENT | {"name": "b"})


def test_the_tag_does_not_depend_on_the_order_of_keys() -> None:
    assert etag_of({"a": 1, "b": 2}) == etag_of({"b": 2, "a": 1})


@pytest.mark.parametrize(("header", "status"), [(None, 428), ('"2-other"', 412), ("", 412)])
def test_a_change_by_somebody_who_has_not_seen_what_stands_is_refused(
    header: str | None, status: int
) -> None:
    with pytest.raises(Refused) as refused:
        require_if_match(header, DOCUMENT)
    assert refused.value.kind.status == status


def test_the_tag_among_others_and_the_star_let_a_change_through() -> None:
    tag = etag_of(DOCUMENT)
    require_if_match(f'"x", {tag}', DOCUMENT)
    require_if_match("*", DOCUMENT)


def test_a_weak_tag_names_nothing() -> None:
    assert not names(f"W/{etag_of(DOCUMENT)}", etag_of(DOCUMENT))
