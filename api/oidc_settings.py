"""Settings of signing in by an identity provider; `api.settings` takes them in with the others."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr, field_validator
from pydantic_settings import BaseSettings

from api.edge_settings import is_loopback


class OidcSettings(BaseSettings):
    """Where the provider is, and as whom this program is known there."""

    oidc_issuer: str | None = None
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    oidc_client_secret_file: Path | None = None
    oidc_scopes: str = "openid profile"
    oidc_mapping_file: Path | None = None

    @field_validator("oidc_issuer")
    @classmethod
    def _https_or_this_machine(cls, issuer: str | None) -> str | None:
        if issuer is None:
            return None
        parts = urlsplit(issuer)
        inside = parts.scheme == "http" and is_loopback(parts.hostname or "")
        if not (parts.scheme == "https" or inside) or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("must be https:// and a name, without query or fragment")
        return issuer

    @field_validator("oidc_scopes")
    @classmethod
    def _openid_among_them(cls, scopes: str) -> str:
        if "openid" not in scopes.split():
            raise ValueError("must have openid among them")
        return scopes
