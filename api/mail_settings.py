"""Settings of e-mail and of jobs; `api.settings` takes them in with the others."""

from email.utils import parseaddr
from typing import Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from api.edge_settings import is_loopback


class MailSettings(BaseSettings):
    """Through which server people are told, and how often a job is tried."""

    smtp_host: str | None = None
    smtp_port: int = Field(587, ge=1, le=65_535)
    smtp_user: str = ""
    smtp_password: SecretStr | None = None
    smtp_security: Literal["starttls", "tls", "none"] = Field("starttls", validate_default=True)
    smtp_from: str = Field("", validate_default=True)
    mail_digest_hour: int = Field(7, ge=0, le=23)
    job_attempts: int = Field(8, ge=1, le=50)

    @field_validator("smtp_security")
    @classmethod
    def _no_password_in_the_open(cls, security: str, others: ValidationInfo) -> str:
        host = others.data.get("smtp_host")
        if security == "none" and others.data.get("smtp_password") and host and not is_loopback(host):
            raise ValueError("a password would go to another machine in the open; take starttls or tls")
        return security

    @field_validator("smtp_from")
    @classmethod
    def _an_address(cls, sender: str, others: ValidationInfo) -> str:
        if sender and ("@" not in parseaddr(sender)[1] or not sender.isprintable()):
            raise ValueError("must be an address, such as jembatan@example.go.id")
        if others.data.get("smtp_host") and not sender:
            raise ValueError("is needed where JEMBATAN_SMTP_HOST is set")
        return sender
