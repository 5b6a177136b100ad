"""Letters through an SMTP server: that there is something new, and where. Nothing of anybody is in them."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Literal

import aiosmtplib

from matching.errors import NotDelivered
from matching.messages import Tongue, words
from matching.model.tasks import JobProblem, Letter

TIMEOUT_S = 20.0
"""For each answer of the server."""


@dataclass(frozen=True)
class MailServer:
    """Where letters go out."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    user: str = ""
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class SmtpMailer:
    """Implements `matching.task_store.Mailer`. `link` is the address of the program's pages."""

    server: MailServer
    sender: str
    link: str
    clock: Callable[[], datetime]

    async def send(self, letter: Letter) -> None:
        """Raises NotDelivered with a code alone: what a server says may repeat the address."""
        server = self.server
        try:
            await aiosmtplib.send(
                self.message(letter),
                hostname=server.host,
                port=server.port,
                username=server.user or None,
                password=server.password,
                use_tls=server.security == "tls",
                start_tls=server.security == "starttls",
                tls_context=None if server.security == "none" else ssl.create_default_context(),
                timeout=TIMEOUT_S,
            )
        except (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPRecipientRefused) as refused:
            raise NotDelivered(JobProblem.RECIPIENT_REFUSED, for_good=_for_good(refused)) from None
        except aiosmtplib.SMTPAuthenticationError:
            raise NotDelivered(JobProblem.SIGN_IN_REFUSED) from None
        except aiosmtplib.SMTPResponseException as refused:
            raise NotDelivered(f"{JobProblem.SMTP}_{refused.code}") from None
        except OSError:  # and what the library makes of it, a certificate that is not trusted too
            raise NotDelivered(JobProblem.NO_CONNECTION) from None
        except aiosmtplib.SMTPException:  # such as a server that cannot encrypt
            raise NotDelivered(JobProblem.NOT_POSSIBLE) from None

    def message(self, letter: Letter) -> EmailMessage:
        """The letter as it goes out."""
        tongue = Tongue(letter.language)
        message = EmailMessage()
        message["From"], message["To"] = self.sender, letter.address
        message["Subject"] = words("mail.subject", tongue)
        message["Date"] = format_datetime(self.clock())
        message["Message-ID"] = f"<{letter.id}@{parseaddr(self.sender)[1].rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        parts = words("mail.text", tongue).format(letter.notices), self.link, words("mail.choice", tongue)
        message.set_content("\n\n".join(parts) + "\n")
        return message


def _for_good(refused: aiosmtplib.SMTPRecipientsRefused | aiosmtplib.SMTPRecipientRefused) -> bool:
    every = refused.recipients if isinstance(refused, aiosmtplib.SMTPRecipientsRefused) else [refused]
    return all(500 <= one.code < 600 for one in every)
