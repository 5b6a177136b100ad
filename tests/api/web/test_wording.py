"""Indonesian stands in the templates; English is whole; nothing is left over."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.formats import Formats
from api.web.screens import environment
from api.web.wording import english
from matching.messages import Tongue
from scripts.wording import wording

TEMPLATES = Path(__file__).resolve().parents[3] / "api/web/templates"
WORDS_IN_TAGS = re.compile(r">([^<>{}]*[A-Za-z]{3,}[^<>{}]*)<")
SAME_IN_BOTH = {"Jembatan Kerja", "· Jembatan Kerja", "UU 27/2022"}


def test_every_line_has_its_english_and_none_is_left_over() -> None:
    said = {message.id for message in wording() if message.id}
    known = {message.id: message.string for message in english() if message.id}
    assert said == set(known)
    assert [line for line, english_line in known.items() if not english_line] == []
    assert len(said) > 100


def test_what_is_put_into_a_line_is_put_into_its_english() -> None:
    named = re.compile(r"%\((\w+)\)s")
    for message in english():
        if isinstance(message.id, str) and isinstance(message.string, str):
            assert set(named.findall(message.id)) == set(named.findall(message.string)), message.id


def test_no_word_stands_in_a_template_outside_the_wording() -> None:
    bare = {
        f"{path.name}: {found}"
        for path in TEMPLATES.rglob("*.html")
        for line in re.sub(r"\{[{%#].*?[}%#]\}", "", path.read_text("utf-8"), flags=re.DOTALL).splitlines()
        for found in WORDS_IN_TAGS.findall(line)
        if found.strip() not in SAME_IN_BOTH
    }
    assert bare == set()


@pytest.mark.parametrize("tongue", list(Tongue))
def test_every_template_can_be_read(tongue: Tongue) -> None:
    made = environment(tongue)
    for name in made.list_templates():
        assert made.get_template(name).name == name


def test_no_template_holds_style_or_script_that_our_policy_would_refuse() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text("utf-8")
        assert not re.search(r"<style|\sstyle=|<script(?! src=)|\son(?!ce=)[a-z]+=", text), path.name


@pytest.mark.parametrize(
    ("tongue", "said"), [(Tongue.INDONESIAN, "21.493 baris"), (Tongue.ENGLISH, "21,493 rows")]
)
def test_what_is_counted_is_written_as_numbers_are(tongue: Tongue, said: str) -> None:
    counted = environment(tongue).from_string('{{ ngettext("%(num)s baris", "%(num)s baris", 21493) }}')
    assert counted.render() == said


@pytest.mark.parametrize(("tongue", "said"), [(Tongue.INDONESIAN, "1.234,5"), (Tongue.ENGLISH, "1,234.5")])
def test_numbers_are_written_as_people_write_them(tongue: Tongue, said: str) -> None:
    assert Formats(tongue).number(1234.5, 1) == said


def test_the_clock_is_read_as_in_each_language() -> None:
    when = datetime(2026, 8, 17, 12, 27, tzinfo=UTC)
    assert Formats(Tongue.INDONESIAN).time(when).endswith("19.27 WIB")
    assert Formats(Tongue.ENGLISH).time(when).endswith("19:27 WIB")


def test_pages_hold_no_rule_and_no_query() -> None:
    """Pages ask use cases: none of them opens a transaction or imports a rule."""
    for path in TEMPLATES.parent.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                assert not re.match(r"(data|embeddings|matching\.rules)(\.|$)", node.module), path.name
            assert not (isinstance(node, ast.Attribute) and node.attr == "transaction"), path.name


FORMS_REACH = ("api", "data", "matching/usecases", "matching/model/placements.py", "matching/model/records.py",
               "matching/model/transfers.py", "matching/model/cohorts.py")  # fmt: skip


def test_what_is_wrong_with_a_field_is_said_in_both_languages() -> None:
    root = TEMPLATES.parents[2]
    sources = [
        path
        for part in FORMS_REACH
        for path in ([root / part] if part.endswith(".py") else (root / part).rglob("*.py"))
    ]
    bare = [
        f"{path.relative_to(root)}: {said}"
        for path in sources
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "InvalidValue"
        for said in [ast.unparse(node.args[1])]
        if said[0] in "'\"f" and " / " not in said and said[-1] in "'\""
    ]
    assert bare == []


LEADS_TO = re.compile(r"""(?:href|action|formaction|src)=["'][^"']*/api/|f?["']/api/v1""")


def test_no_link_of_a_page_leads_to_an_answer_for_programs() -> None:
    """Whose session has ended would read JSON there, and not the door. What a script asks for by itself is no link."""
    leads = [
        f"{path.name}: {line.strip()[:80]}"
        for path in TEMPLATES.parent.rglob("*")
        if path.suffix in {".html", ".py"}
        for line in path.read_text("utf-8").splitlines()
        if LEADS_TO.search(re.sub(r'suggest="[^"]*"', "", line))
    ]
    assert leads == []
