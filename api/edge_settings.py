"""Settings of the server's edge; `api.settings` takes them in with the others."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings


class EdgeSettings(BaseSettings):
    """From where the server may be called, under which name, and how often."""

    public_url: str | None = None
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65_535)
    requests_per_minute: int = Field(600, ge=1)
    address_requests_per_minute: int = Field(3_000, ge=1)
    security_contact: str | None = None

    @field_validator("public_url")
    @classmethod
    def _origin_with_tls(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url)
        if (
            parts.scheme != "https"
            or not parts.hostname
            or parts.path not in ("", "/")
            or parts.query
            or parts.username
        ):
            raise ValueError("must be https:// and a name, nothing behind it; TLS is the reverse proxy's")
        return f"https://{parts.netloc}"

    @field_validator("security_contact")
    @classmethod
    def _reachable(cls, contact: str | None) -> str | None:
        if contact is not None and not contact.startswith(("mailto:", "https://")):
            raise ValueError("must begin with mailto: or https://")
        return contact

    @field_validator("host")
    @classmethod
    def _beyond_loopback_by_name(cls, host: str, others: ValidationInfo) -> str:
        if others.data.get("public_url") is None and not is_loopback(host):
            raise ValueError(
                "beyond loopback others call in: JEMBATAN_PUBLIC_URL must say by which name, with TLS"
            )
        return host

    @property
    def https(self) -> bool:
        """Whether others reach this server, which they do with TLS only."""
        return self.public_url is not None

    @property
    def public_host(self) -> str | None:
        """The `Host` by which others call, with its port where it is not 443."""
        return self.public_url and urlsplit(self.public_url).netloc.lower()


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is this machine's own."""
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
