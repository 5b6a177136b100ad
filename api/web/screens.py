"""What a page is made with: who looks, in which language, and the templates."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from operator import itemgetter
from typing import Annotated, Any, cast
from urllib.parse import urlencode

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from api.access import acting
from api.accounts.own import Oneself
from api.accounts.tokens import csrf_of
from api.deps import default_language
from api.errors import DUTY, SIGN_IN, Refused
from api.formats import Formats
from api.program import Program
from api.vocabularies import in_words, worded
from api.web import assets
from api.web.browsers import device
from api.web.forms import NONE, digits, in_tongue
from api.web.wording import translations
from api.words import flag_words, gap_words, reason_words
from matching.messages import Tongue, words
from matching.model.accounts import Admitted, Duty
from matching.vocabulary import Role

LANGUAGE_COOKIE = "bahasa"
LANGUAGE_DAYS = 365


@cache
def environment(tongue: Tongue) -> Environment:
    """The templates in one language. What is not defined is an error, and what was typed is escaped."""
    made = Environment(
        loader=PackageLoader("api.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(translations(tongue), newstyle=True)  # type: ignore[attr-defined]
    formats = Formats(tongue)
    made.globals["ngettext"] = _grouped(cast("Callable[..., str]", made.globals["ngettext"]), formats)
    made.filters |= {name: getattr(formats, name) for name in dir(formats) if not name.startswith("_")}
    made.filters |= {"coded": coded, "code": code, "device": device}
    made.globals |= {"tongue": str(tongue), "asset": assets.address, "word": lambda key: words(key, tongue)}
    made.globals |= {
        "gap_words": lambda gap: gap_words(gap, tongue),
        "flag_words": lambda note: flag_words(note, tongue),
        "reason_words": lambda reason: reason_words(reason, tongue),
    }
    made.globals["codes"] = lambda vocabulary: _codes(vocabulary, tongue)
    made.globals["halves"] = lambda problem: in_tongue(problem, tongue)
    made.globals["term"] = lambda vocabulary, code: _term(vocabulary, code, tongue)
    made.globals["named"] = lambda vocabulary, code: in_words(vocabulary, str(code), tongue)
    return made


def _grouped(ngettext: Callable[..., str], formats: Formats) -> Callable[..., str]:
    """`ngettext` whose `num` is written as numbers are: 21.493."""

    @pass_context
    def counted(context: Context, one: str, many: str, count: float, **said: object) -> str:
        return ngettext(context, one, many, count, num=formats.number(count), **said)

    return counted


def code(identity: object) -> str:
    """The beginning of an id, by which people can speak of a record without a name."""
    return str(identity)[:8]


def coded(text: str) -> Markup:
    """A sentence of a vocabulary, what stands between backticks as code."""
    parts = enumerate(text.split("`"))
    return Markup("").join(Markup("<code>{}</code>").format(part) if at % 2 else part for at, part in parts)


def _term(vocabulary: str, code: str, tongue: Tongue) -> str:
    """The words for a code of a past that may have ended: the code itself where it has none any more."""
    try:
        return in_words(vocabulary, code, tongue)
    except KeyError:
        return code


def _codes(vocabulary: str, tongue: Tongue) -> list[tuple[str, str]]:
    """All codes of a closed vocabulary with their words, as choices of a form."""
    return [(row["code"], row[tongue]) for row in worded()[vocabulary]]


@dataclass(frozen=True)
class Screen:
    """One look at one page. `me` and `duty` are None for whoever is nobody, or has chosen no duty."""

    request: Request
    program: Program
    tongue: Tongue
    me: Oneself | None
    duty: Duty | None

    @property
    def today(self) -> Any:
        """The day in force."""
        return self.program.today()

    @property
    def here(self) -> str:
        """The address under which the program is reached, without a stroke at its end."""
        return (self.program.settings.public_url or str(self.request.base_url)).rstrip("/")

    def text(self, template: str, **model: Any) -> Markup:
        """A template as text."""
        state = self.request.state
        common = {
            "me": self.me,
            "duty": self.duty,
            "path": self.request.url.path,
            "csrf": csrf_of(state.session) if state.session else "",
            "navigation": navigation(self.duty.role if self.duty else None),
            "other_tongue": self._in_other_tongue(),
            "typed_here": getattr(state, "typed", None),
            "today": self.today,
            "problems": NONE,
            "sector_title": self._sector_title,
            "said": said(self.request),
        }
        return Markup(environment(self.tongue).get_template(template).render(common | model))  # noqa: S704 - escaped there

    def show(self, template: str, status: int = 200, **model: Any) -> HTMLResponse:
        """A page. A choice of language in the address is remembered by the browser."""
        answer = HTMLResponse(self.text(template, **model), status, {"Content-Language": str(self.tongue)})
        if self.request.query_params.get("lang") in list(Tongue):
            answer.set_cookie(
                LANGUAGE_COOKIE,
                str(self.tongue),
                max_age=LANGUAGE_DAYS * 86_400,
                samesite="lax",
                httponly=True,
                secure=self.program.settings.https,
            )
        return answer

    def go(self, path: str, said: str = "") -> RedirectResponse:
        """To another page after something was done, with a code of what to say there."""
        joined = f"{path}{'&' if '?' in path else '?'}{urlencode({'kabar': said})}" if said else path
        return RedirectResponse(joined, 303)

    def _sector_title(self, code: str) -> str:
        sector = self.request.app.state.book.sectors.get(code)
        return sector.title if sector else ""

    def _in_other_tongue(self) -> str:
        other = Tongue.ENGLISH if self.tongue is Tongue.INDONESIAN else Tongue.INDONESIAN
        kept = {
            name: value for name, value in self.request.query_params.items() if name not in ("lang", "kabar")
        }
        return f"{self.request.url.path}?{urlencode(kept | {'lang': str(other)})}"


def said(request: Request) -> str:
    """The code of what a page before this one has done; whatever else stands there is not repeated."""
    code = request.query_params.get("kabar", "")
    return code if code.replace("_", "").isalpha() and len(code) <= 40 else ""


@dataclass(frozen=True)
class Entry:
    """A line of the navigation: the page's address and the key of its name in `parts/names.html`."""

    path: str
    key: str


class Place(IntEnum):
    """Where in the navigation pages stand, whichever workspace is put together first."""

    TODAY = 0
    WORK = 1
    REPORTS = 2


_NAVIGATION: dict[Role, list[tuple[Place, Entry]]] = {}


def in_navigation(role: Role, entries: Iterable[Entry], place: Place = Place.WORK) -> None:
    """Let a workspace's pages be found; called once by each workspace, as its routers are put together."""
    known = _NAVIGATION.setdefault(role, [])
    known += [(place, entry) for entry in entries]
    known.sort(key=itemgetter(0))


def navigation(role: Role | None) -> list[Entry]:
    """The pages of a role, the first of which is where it begins."""
    return [entry for _, entry in _NAVIGATION.get(role, [])] if role else []


def home(role: Role | None) -> str:
    """Where a role begins."""
    entries = navigation(role)
    return entries[0].path if entries else "/akun"


async def anyones(request: Request) -> Screen:
    """The screen of whoever looks, signed in or not."""
    program: Program = request.app.state.program
    admitted: Admitted | None = request.state.admitted
    me = await request.app.state.desk.own.oneself(admitted) if admitted else None
    acts = admitted.duty.id if admitted and admitted.duty else None
    duty = next((one for one in me.duties if one.id == acts), None) if me else None
    actor = acting(request)
    serving = replace(program, actor=actor) if actor else program
    return Screen(request, serving, _tongue(request, me), me, duty)


def _tongue(request: Request, me: Oneself | None) -> Tongue:
    """As the address says, or the browser remembers, or the account has it, or the browser prefers."""
    asked = (
        request.query_params.get("lang"),
        request.cookies.get(LANGUAGE_COOKIE),
        me and me.account.language,
    )
    for one in asked:
        if one in list(Tongue):
            return Tongue(str(one))
    return Tongue(default_language(request))


async def _signed_in(screen: Annotated[Screen, Depends(anyones)]) -> Screen:
    if screen.me is None:
        raise Refused(SIGN_IN)
    return screen


async def _working(screen: Annotated[Screen, Depends(_signed_in)]) -> Screen:
    if screen.duty is None:
        raise Refused(DUTY)
    return screen


Anyones = Annotated[Screen, Depends(anyones)]
"""A page for everybody, signed in or not. Its program acts as nobody unless somebody is."""
SignedInScreen = Annotated[Screen, Depends(_signed_in)]
"""A page for whoever is signed in, in whatever duty or none."""
Working = Annotated[Screen, Depends(_working)]
"""A page for somebody in a duty; which roles, the router says beside it (`api.access.only`)."""


def page_asked(request: Request) -> int:
    """Which page of a list is asked for, from 1; whatever else stands there is the first."""
    return digits(request.query_params.get("halaman", "1")) or 1


def query(values: Mapping[str, object]) -> str:
    """A query string of what is set."""
    return urlencode({name: str(value) for name, value in values.items() if value not in (None, "", False)})
