"""Forms as browsers send them, and what was wrong with one, beside the field where it was wrong."""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, UploadFile

from api.accounts.tokens import is_csrf
from api.errors import CSRF, Refused, detail_of, fields_of, problem_of
from api.vocabularies import in_words
from matching.errors import InvalidValue, MatchingError, UnknownReference
from matching.messages import Tongue
from matching.usecases.records import Once

SECRET_FIELDS = frozenset({"csrf", "password", "password_again", "new", "code"})
"""Fields that are never shown again."""
OUR_FIELDS = ("csrf", "once", "version")
"""Fields that a form carries for us: against forgery, against sending twice, against overwriting."""
Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True)
class Posted:
    """The fields of a form, each text trimmed."""

    data: FormData

    def text(self, name: str) -> str:
        """One field, empty where there is none."""
        value = self.data.get(name, "")
        return _clean(value) if isinstance(value, str) else ""

    def number(self, name: str) -> int | None:
        """A whole number of a few digits; None where none is given."""
        return digits(self.text(name))

    def texts(self, name: str) -> list[str]:
        """All values of a field with several, such as boxes that are ticked."""
        return [_clean(one) for one in self.data.getlist(name) if isinstance(one, str) and one.strip()]

    def lines(self, name: str) -> list[str]:
        """The lines of a field, but the empty ones."""
        return [line.strip() for line in self.text(name).splitlines() if line.strip()]

    def file(self, name: str) -> UploadFile | None:
        """An uploaded file, if one was chosen."""
        value = self.data.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None

    def uuid(self, name: str) -> UUID:
        """Raises InvalidValue."""
        try:
            return UUID(self.text(name))
        except ValueError:
            raise InvalidValue(name, "bukan UUID / is not a UUID") from None

    def once(self, what: str) -> Once | None:
        """The mark against sending twice, for a creation of `what`. Another form under the same mark is refused."""
        asked = sorted(one for one in self.kept() if one[0] not in OUR_FIELDS)
        digest = hashlib.sha256(json.dumps([what, asked]).encode()).hexdigest()
        key = self.text("once")
        return Once(key[:100], digest) if key else None

    def kept(self) -> Iterator[tuple[str, str]]:
        """What somebody has typed, to be shown again: everything but passwords and codes. Of a file, which cannot be
        kept, the field stays, empty, so that pages can say so."""
        for name, value in self.data.multi_items():
            if name.removeprefix("kept.") not in SECRET_FIELDS:
                yield name, value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody has typed for the page `to`; each request has at most one, in `request.state.typed`."""

    to: str
    fields: list[tuple[str, str]]


@dataclass(frozen=True)
class Problems:
    """What was wrong with a form, in the reader's language."""

    general: tuple[str, ...] = ()
    by_field: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.general or self.by_field)

    def of(self, name: str) -> str:
        """What is wrong with a field; empty where nothing is."""
        return self.by_field.get(name, "")


def texts_of(form: Posted | None, names: Iterable[str]) -> dict[str, str]:
    """What somebody has typed into these fields; nothing where no form was sent."""
    return {name: form.text(name) if form else "" for name in names}


def hold_to_choice(
    form: Posted,
    chosen: str,
    parts: Mapping[str, Sequence[str]],
    vocabulary: str,
    needed: Collection[str] = (),
) -> None:
    """Hold fields to what was chosen; nothing is said where nothing was. `parts`: by field, the codes of the vocabulary
    to which it belongs, and which cannot be without those that are `needed`. Raises InvalidValue for the first field
    that is filled in and belongs to another choice, where it would be lost, or is missing."""
    for name, choices in parts.items():
        filled = bool(form.texts(name))
        if chosen in choices and name in needed and not filled:
            raise InvalidValue(name, "harus diisi / is required")
        if chosen and chosen not in choices and filled:
            its, of = (
                f" {joint} ".join(f"“{in_words(vocabulary, one, tongue)}”" for one in choices)
                for tongue, joint in ((Tongue.INDONESIAN, "atau"), (Tongue.ENGLISH, "or"))
            )
            raise InvalidValue(
                name,
                f"hanya untuk {its}: pilih itu, atau kosongkan / only for {of}: choose that, or leave this empty",
            )


NONE = Problems()
MAX_DIGITS = 6


def digits(text: str) -> int | None:
    """The number that a few ASCII digits write; None for whatever else stands there."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else None


def _clean(text: str) -> str:
    """Without what no keyboard types and no database stores."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n\r").strip()


async def posted(request: Request) -> Posted:
    """The form of a page of ours. Raises Refused (CSRF) where it is not one of this session's pages."""
    read = Posted(await request.form(max_files=1, max_fields=500))
    if not is_csrf(request.state.session, read.text("csrf")):
        await read.data.close()
        raise Refused(CSRF)
    request.state.typed = Typed(request.url.path, list(read.kept()))
    return read


def parsed(shape: type[Shape], values: Mapping[str, object]) -> Shape:
    """Values as the same shape that the API takes. Raises `pydantic.ValidationError`, as the shape does."""
    return shape.model_validate(values)


WRONG = (ValidationError, InvalidValue, UnknownReference)
"""What a handler catches to show the form again."""


def problems(error: ValidationError | MatchingError, tongue: Tongue) -> Problems:
    """What is wrong, by the last name of the path to it, as forms name their fields; of what was rightly written, why
    it cannot be done now."""
    by_field: dict[str, str] = {}
    general: list[str] = []
    found = fields_of(error)
    if not found:
        kind = problem_of(error)
        return Problems((in_tongue(detail_of(error, kind), tongue) or kind.title(tongue),))
    for one in found:
        path = (one.get("pointer") or one.get("field") or "").strip("/")
        words = in_tongue(one["problem"], tongue)
        if path:
            by_field.setdefault(path, words)
            by_field.setdefault(re.split(r"[/.]", path)[-1], words)
        else:
            general.append(words)
    return Problems(tuple(general), by_field)


def in_tongue(problem: str, tongue: Tongue) -> str:
    """One half of a problem that is said in both languages."""
    indonesian, slash, english = problem.partition(" / ")
    return english if slash and tongue is Tongue.ENGLISH else indonesian
