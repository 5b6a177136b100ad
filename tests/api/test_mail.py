"""Letters to a real mail server: what is in them, and what becomes of what it does not take."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from api.mail import MailServer, SmtpMailer
from api.settings import Settings, SettingsError, load_settings
from api.wiring.telling import mailer
from matching.errors import NotDelivered
from matching.model.tasks import JobId, Letter
from tests.smtp import MailServer as Running
from tests.smtp import mail_server

AT = datetime(2026, 11, 27, 7, tzinfo=UTC)
LETTER = Letter(JobId(UUID(int=7)), "petugas@uji.example", "id", 3)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with mail_server(tmp_path_factory.mktemp("mail")) as running:
        yield running


def way(port: int, **changes: object) -> SmtpMailer:
    out = replace(MailServer("127.0.0.1", port, "none"), **changes)  # type: ignore[arg-type]
    return SmtpMailer(
        out, "Jembatan <jembatan@uji.example>", "https://jembatan.uji.example/beranda", lambda: AT
    )


async def test_a_letter_has_a_number_and_a_link_and_nothing_else(server: Running) -> None:
    await way(server.port).send(LETTER)
    await way(server.port).send(replace(LETTER, language="en", id=JobId(uuid4())))
    indonesian, english = server.letters()
    assert indonesian["To"] == LETTER.address
    assert indonesian["From"] == "Jembatan <jembatan@uji.example>"
    assert indonesian["Subject"] == "Jembatan Kerja: ada tugas baru"
    assert indonesian["Message-ID"] == f"<{LETTER.id}@uji.example>"
    assert indonesian["Auto-Submitted"] == "auto-generated"
    first, link, choice = indonesian.get_content().replace("\r\n", "\n").strip().split("\n\n")
    assert first == "Ada 3 pemberitahuan baru untuk Anda. Masuk untuk membacanya:"
    assert link == "https://jembatan.uji.example/beranda"
    assert "tidak memuat data siapa pun" in choice.replace("\n", " ")
    assert english["Subject"] == "Jembatan Kerja: there are new tasks"


@pytest.mark.parametrize(
    ("address", "code", "for_good"),
    [("ditolak@uji.example", "recipient_refused", True), ("sibuk@uji.example", "recipient_refused", False)],
)
async def test_a_refused_address_is_told_by_a_code(
    server: Running, address: str, code: str, for_good: bool
) -> None:
    with pytest.raises(NotDelivered) as refused:
        await way(server.port).send(replace(LETTER, address=address))
    assert (refused.value.code, refused.value.for_good) == (code, for_good)
    assert address not in str(refused.value)


async def test_no_letter_goes_without_the_encryption_that_is_asked(server: Running) -> None:
    before = len(server.raw())
    for security, code in (("starttls", "not_possible"), ("tls", "no_connection")):
        with pytest.raises(NotDelivered) as refused:
            await way(server.port, security=security).send(LETTER)
        assert (refused.value.code, refused.value.for_good) == (code, False)
    assert len(server.raw()) == before


async def test_a_server_that_is_not_there_is_tried_again() -> None:
    with pytest.raises(NotDelivered) as refused:
        await way(1).send(LETTER)
    assert (refused.value.code, refused.value.for_good) == ("no_connection", False)


async def test_an_address_cannot_smuggle_a_header(server: Running) -> None:
    with pytest.raises(ValueError, match="Header"):
        await way(server.port).send(replace(LETTER, address="a@uji.example\r\nBcc: b@uji.example"))


def test_without_a_server_there_is_no_way_out(tmp_path: Path) -> None:
    assert mailer(Settings(home=tmp_path), lambda: AT) is None
    made = mailer(
        Settings(home=tmp_path, smtp_host="mail.uji.example", smtp_from="j@uji.example"), lambda: AT
    )
    assert made is not None
    assert made.link == "http://127.0.0.1:8000/beranda"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"SMTP_HOST": "mail.uji.example"}, "JEMBATAN_SMTP_FROM: is needed"),
        ({"SMTP_FROM": "nobody"}, "JEMBATAN_SMTP_FROM: must be an address"),
        (
            {"SMTP_HOST": "m", "SMTP_FROM": "a@b", "SMTP_PASSWORD": "p", "SMTP_SECURITY": "none"},
            "JEMBATAN_SMTP_SECURITY: a password would go",
        ),
    ],
)
def test_settings_that_cannot_be_are_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: dict[str, str], said: str
) -> None:
    monkeypatch.setenv("JEMBATAN_HOME", str(tmp_path))
    for name, value in given.items():
        monkeypatch.setenv(f"JEMBATAN_{name}", value)
    with pytest.raises(SettingsError, match=said):
        load_settings()
