"""The way in by an identity provider, put together from the settings."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from api.accounts.sign_in import Sessions
from api.settings import Settings, SettingsError, variable

if TYPE_CHECKING:
    from api.accounts.oidc.sign_in import ByProvider


def by_provider(settings: Settings, sessions: Sessions, clock: Callable[[], datetime]) -> "ByProvider | None":
    """None where the settings name no provider.

    Raises:
        SettingsError: they name one, and not all that it takes.
    """
    if settings.oidc_issuer is None:
        return None
    from api.accounts.oidc.mapping import mapping_from_file
    from api.accounts.oidc.provider import Provider, Registration
    from api.accounts.oidc.sign_in import ByProvider

    if not settings.oidc_client_id:
        raise SettingsError(f"{variable('oidc_client_id')}: is needed with {variable('oidc_issuer')}")
    mapping = mapping_from_file(settings.oidc_mapping_file or settings.home / "oidc.toml")
    registration = Registration(
        settings.oidc_issuer, settings.oidc_client_id, _secret(settings), settings.oidc_scopes
    )
    return ByProvider(Provider(registration, clock), mapping, sessions, clock)


def _secret(settings: Settings) -> str | None:
    given, path = settings.oidc_client_secret, settings.oidc_client_secret_file
    if given is not None and path is not None:
        raise SettingsError(f"{variable('oidc_client_secret')}: is given, and a file with it, too")
    if path is None:
        return given.get_secret_value() if given else None
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{variable('oidc_client_secret_file')}: {type(error).__name__}") from None
