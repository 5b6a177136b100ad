"""Telling people, in the program and by e-mail."""

from collections.abc import Callable
from datetime import datetime

from api.mail import MailServer, SmtpMailer
from api.settings import Settings
from api.wiring.fairness import fairness_office
from data.pool import Database
from data.reading_watch import PostgresReadingWatch
from data.telling import PostgresTelling
from matching.stores import Gateway
from matching.usecases.telling import Teller
from matching.usecases.watching import ReadingWatch

TASKS = "/beranda"
"""Where a letter leads: the page of what is due."""


def teller(settings: Settings, gateway: Gateway, worker: Database, clock: Callable[[], datetime]) -> Teller:
    """Rounds and jobs, with e-mail where the settings name a server."""
    return Teller(
        gateway=gateway,
        store=PostgresTelling(worker),
        mailer=mailer(settings, clock),
        report_month=fairness_office(settings, worker).of_month,
        look_at_reading=ReadingWatch(PostgresReadingWatch(worker)).look,
        digest_hour=settings.mail_digest_hour,
        attempts=settings.job_attempts,
    )


def mailer(settings: Settings, clock: Callable[[], datetime]) -> SmtpMailer | None:
    """The way out for letters; None where the settings name no server."""
    if settings.smtp_host is None:
        return None
    password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
    server = MailServer(
        settings.smtp_host, settings.smtp_port, settings.smtp_security, settings.smtp_user, password
    )
    here = f"http://{settings.host}:{settings.port}"
    return SmtpMailer(server, settings.smtp_from, f"{settings.public_url or here}{TASKS}", clock)
