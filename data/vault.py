"""Sealing of identity numbers, and the keyed hash by which a sealed number is found again.

Envelope: `v1:<key id>:<wrapped data key>:<nonce and ciphertext>`, base64. A data key of its own for every batch
seals the values (AES-256-GCM, NIST SP 800-38D); the key with the id wraps the data key. Column and record are bound
in: a ciphertext moved to another column or row does not open. Hash: `h1:<key id>:<HMAC-SHA256, hexadecimal>`.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV

from data.errors import VaultError
from data.private_files import write_private
from matching.errors import InvalidValue

SECOND_FACTOR = "second_factor"
"""Under which column secrets of second factors are sealed, with the account as record."""
_KEY_BYTES, _NONCE_BYTES = 32, 12
_MAX_PER_DATA_KEY = 1 << 20  # far below the 2^32 at which random nonces of one key become doubtful


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """Keys of 32 bytes by id; the current one seals or hashes, the others only open or compare. Never printed."""

    current: str
    keys: Mapping[str, bytes]

    def __post_init__(self) -> None:
        if self.current not in self.keys:
            raise VaultError(f"the current key {self.current!r} is not among the keys")
        for name, key in self.keys.items():
            if ":" in name or not name or len(key) != _KEY_BYTES:
                raise VaultError(f"key {name!r} must have an id without a colon and {_KEY_BYTES} bytes")

    def __getitem__(self, key_id: str) -> bytes:
        if key_id not in self.keys:
            raise VaultError(f"key {key_id!r} is not known")
        return self.keys[key_id]


class Cursors:
    """Positions in listings, sealed (AES-SIV, RFC 5297): a bare number would tell how many rows there are beyond
    one's own walls. The same position is the same cursor."""

    def __init__(self, hashing: KeyRing) -> None:
        others = [key for name, key in hashing.keys.items() if name != hashing.current]
        self._ciphers = [
            AESSIV(hashlib.sha256(b"cursor\x00" + key).digest())
            for key in (hashing[hashing.current], *others)
        ]

    def after(self, number: int) -> str:
        """The cursor that leads on after this number."""
        sealed = self._ciphers[0].encrypt(number.to_bytes(8), [b"cursor"])
        return base64.urlsafe_b64encode(sealed).decode()

    def position(self, cursor: str | None) -> int:
        """The number behind a cursor; 0 for the first page. Raises InvalidValue for what is no cursor of ours."""
        if cursor is None:
            return 0
        for cipher in self._ciphers:
            with suppress(InvalidTag, ValueError):
                sealed = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True)
                return int.from_bytes(cipher.decrypt(sealed, [b"cursor"]))
        raise InvalidValue("cursor", "bukan penanda daftar ini / not a cursor of this list")


class Vault:
    """Seals and opens texts, and hashes them for look-ups. No error contains a value.

    With a `path` the keys are those of that file, read again when it has changed: a process that runs while keys are
    rotated elsewhere must know the new ones before it meets them.
    """

    def __init__(self, sealing: KeyRing, hashing: KeyRing, path: Path | None = None) -> None:
        self._sealing = sealing
        self._hashing = hashing
        self._path, self._seen = path, _state_of(path)
        self.cursors = Cursors(hashing)
        self._renew_data_key()

    @property
    def current(self) -> tuple[str, str]:
        """Ids of the keys that seal and that hash."""
        self._keep_up()
        return self._sealing.current, self._hashing.current

    def seal(self, value: str, *, column: str, record: str = "") -> str:
        """The envelope of `value`, under the current key, good only for this column and record."""
        self._keep_up()
        if self._left == 0:
            self._renew_data_key()
        self._left -= 1
        nonce = secrets.token_bytes(_NONCE_BYTES)
        ciphertext = self._data_cipher.encrypt(nonce, value.encode(), _bound_to(column, record))
        return f"v1:{self._sealing.current}:{self._wrapped}:{_b64(nonce + ciphertext)}"

    def open(self, envelope: str, *, column: str, record: str = "") -> str:
        """The value again. Raises `VaultError`: unknown key, damaged, or sealed for another column or record."""
        self._keep_up()
        key_id, wrapped, sealed = _parts(envelope)
        try:
            data_key = _decrypt(AESGCM(self._sealing[key_id]), wrapped, key_id.encode())
            return _decrypt(AESGCM(data_key), sealed, _bound_to(column, record)).decode()
        except (InvalidTag, ValueError):
            raise VaultError(f"{column}: damaged, or sealed for another column or record") from None

    def reseal(self, envelope: str, *, column: str, record: str = "") -> str:
        """The same value under the current key; the envelope itself when it already is."""
        if self.key_of(envelope) == self.current[0]:
            return envelope
        return self.seal(self.open(envelope, column=column, record=record), column=column, record=record)

    def key_of(self, envelope: str) -> str:
        """Id of the key that an envelope needs."""
        return _parts(envelope)[0]

    def lookup_hash(self, value: str, *, column: str) -> str:
        """The hash to store: under the current key."""
        self._keep_up()
        return self._hash(value, column, self._hashing.current)

    def lookup_hashes(self, value: str, *, column: str) -> tuple[str, ...]:
        """The hashes to search for: under every known key, the current one first, as during a rotation both occur."""
        self._keep_up()
        others = (key_id for key_id in self._hashing.keys if key_id != self._hashing.current)
        return tuple(self._hash(value, column, key_id) for key_id in (self._hashing.current, *others))

    def _hash(self, value: str, column: str, key_id: str) -> str:
        message = _bound_to(column, "") + value.encode()
        return f"h1:{key_id}:{hmac.new(self._hashing[key_id], message, hashlib.sha256).hexdigest()}"

    def _keep_up(self) -> None:
        now = _state_of(self._path)
        if self._path is None or now in (self._seen, None):  # a file that has gone takes no key away
            return
        self._sealing, self._hashing = _rings(self._path)
        self._seen = now
        self.cursors = Cursors(self._hashing)
        self._renew_data_key()

    def _renew_data_key(self) -> None:
        data_key, nonce = secrets.token_bytes(_KEY_BYTES), secrets.token_bytes(_NONCE_BYTES)
        key_id = self._sealing.current
        wrapped = AESGCM(self._sealing[key_id]).encrypt(nonce, data_key, key_id.encode())
        self._data_cipher, self._wrapped, self._left = (
            AESGCM(data_key),
            _b64(nonce + wrapped),
            _MAX_PER_DATA_KEY,
        )


def last_four(value: str) -> str:
    """What may be shown of a number: its last four characters, and nothing of one that is not longer than that."""
    return value[-4:] if len(value) > 4 else ""


def vault_from_file(path: Path) -> Vault:
    """The vault with the keys of a file of mode 0600, which is made with fresh keys when it is absent."""
    if not path.exists():
        _create(path)
    return Vault(*_rings(path), path)


def add_key(path: Path) -> None:
    """Make a fresh key the current one of both rings of the file; the older ones stay for what they sealed."""
    document = json.loads(path.read_text(encoding="utf-8"))
    for ring in document.values():
        name = str(max((int(known) for known in ring["keys"] if known.isdigit()), default=0) + 1)
        ring["keys"][name] = _b64(secrets.token_bytes(_KEY_BYTES))
        ring["current"] = name
    write_private(path, json.dumps(document, indent=2))


def forget_keys(path: Path) -> tuple[str, ...]:
    """Remove every key but the current ones; the ids of those that went. What they sealed never opens again."""
    document, gone = json.loads(path.read_text(encoding="utf-8")), []
    for use, ring in document.items():
        gone += [f"{use} {name}" for name in ring["keys"] if name != ring["current"]]
        ring["keys"] = {ring["current"]: ring["keys"][ring["current"]]}
    write_private(path, json.dumps(document, indent=2))
    return tuple(gone)


def _rings(path: Path) -> tuple[KeyRing, KeyRing]:
    try:
        return _rings_of(path.read_text(encoding="utf-8"))
    except VaultError as problem:
        raise VaultError(f"{path}: {problem}") from None


def vault_from_text(text: str) -> Vault:
    """The vault with keys given as JSON: `{"sealing": {"current": id, "keys": {id: base64}}, "hashing": …}`."""
    return Vault(*_rings_of(text))


def _rings_of(text: str) -> tuple[KeyRing, KeyRing]:
    try:
        document = json.loads(text)
        sealing, hashing = (
            KeyRing(document[use]["current"], {i: _unb64(key) for i, key in document[use]["keys"].items()})
            for use in ("sealing", "hashing")
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise VaultError("the keys are not JSON of the documented form") from None
    return sealing, hashing


def _create(path: Path) -> None:
    """Write fresh keys, all or nothing; if another process was quicker, its keys stand (link refuses to replace)."""
    fresh = {
        use: {"current": "1", "keys": {"1": _b64(secrets.token_bytes(_KEY_BYTES))}}
        for use in ("sealing", "hashing")
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        write_private(
            path, json.dumps(fresh, indent=2), lambda temporary, target: target.hardlink_to(temporary)
        )


def _state_of(path: Path | None) -> tuple[int, int] | None:
    if path is None or not path.exists():
        return None
    found = path.stat()
    return found.st_mtime_ns, found.st_ino


def _parts(envelope: str) -> tuple[str, bytes, bytes]:
    parts = envelope.split(":")
    if len(parts) == 4 and parts[0] == "v1":
        with suppress(ValueError):
            return parts[1], _unb64(parts[2]), _unb64(parts[3])
    raise VaultError("not an envelope of version v1")


def _decrypt(cipher: AESGCM, nonce_and_ciphertext: bytes, bound_to: bytes) -> bytes:
    return cipher.decrypt(nonce_and_ciphertext[:_NONCE_BYTES], nonce_and_ciphertext[_NONCE_BYTES:], bound_to)


def _bound_to(column: str, record: str) -> bytes:
    return f"{column}\x00{record}\x00".encode()


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _unb64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError from None
