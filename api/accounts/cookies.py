"""The cookies: the session, the mark of a device on which somebody has signed in before, and what binds a browser to a
sign-in by the identity provider while that is under way."""

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

DEVICE_DAYS = 365


@dataclass(frozen=True, slots=True)
class Cookies:
    """Names and attributes. Over https names begin with `__Host-`, which browsers take only with Secure, for the whole
    host and from it alone (RFC 6265bis); plain http, on loopback, cannot have that."""

    https: bool

    @property
    def session(self) -> str:
        """Name of the session's cookie."""
        return "__Host-jembatan" if self.https else "jembatan"

    @property
    def device(self) -> str:
        """Name of the device's cookie."""
        return "__Host-jembatan-device" if self.https else "jembatan-device"

    @property
    def departure(self) -> str:
        """Name of the cookie of a browser that has been sent to the identity provider."""
        return "__Host-jembatan-oidc" if self.https else "jembatan-oidc"

    def set(self, name: str, value: str, *, max_age_s: int | None = None) -> str:
        """A `Set-Cookie` header; without an age it goes with the browser, with 0 at once."""
        age = "" if max_age_s is None else f"; Max-Age={max_age_s}"
        return f"{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{'; Secure' if self.https else ''}"

    def read(self, header: bytes, name: str) -> str:
        """The value of a cookie, empty where there is none."""
        try:
            found = SimpleCookie(header.decode("latin-1")).get(name)
        except CookieError:
            return ""
        return found.value if found else ""
