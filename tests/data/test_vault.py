import json
import stat
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import VaultError
from data.vault import KeyRing, Vault, last_four, vault_from_file, vault_from_text

NIK = "3519010101900001"
OLD = KeyRing("a", {"a": b"a" * 32})
NEW = KeyRing("b", {"a": b"a" * 32, "b": b"b" * 32})


@given(value=st.text(), column=st.text(), record=st.text())
def test_what_was_sealed_opens_to_the_same(value: str, column: str, record: str) -> None:
    vault = Vault(OLD, OLD)
    assert vault.open(vault.seal(value, column=column, record=record), column=column, record=record) == value


def test_the_envelope_tells_version_and_key_and_not_the_value() -> None:
    envelope = Vault(OLD, OLD).seal(NIK, column="nik")
    version, key_id, *_ = envelope.split(":")
    assert (version, key_id) == ("v1", "a")
    assert NIK not in envelope


def test_the_same_value_is_never_sealed_the_same_twice() -> None:
    vault = Vault(OLD, OLD)
    assert len({vault.seal(NIK, column="nik") for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "place", [{"column": "register_number", "record": "1"}, {"column": "nik", "record": "2"}]
)
def test_an_envelope_moved_elsewhere_does_not_open(place: dict[str, str]) -> None:
    vault = Vault(OLD, OLD)
    with pytest.raises(VaultError, match="another column or record"):
        vault.open(vault.seal(NIK, column="nik", record="1"), **place)


@given(at=st.integers(min_value=0), to=st.characters())
def test_no_changed_character_goes_unnoticed(at: int, to: str) -> None:
    vault = Vault(OLD, OLD)
    envelope = vault.seal(NIK, column="nik")
    at %= len(envelope)
    changed = envelope[:at] + to + envelope[at + 1 :]
    if changed == envelope:
        return
    with pytest.raises(VaultError) as caught:
        vault.open(changed, column="nik")
    assert NIK not in str(caught.value)


def test_after_a_rotation_old_envelopes_open_and_new_ones_bear_the_new_key() -> None:
    old = Vault(OLD, OLD).seal(NIK, column="nik", record="1")
    vault = Vault(NEW, NEW)
    assert vault.open(old, column="nik", record="1") == NIK
    fresh = vault.reseal(old, column="nik", record="1")
    assert (vault.key_of(old), vault.key_of(fresh)) == ("a", "b")
    assert vault.reseal(fresh, column="nik", record="1") == fresh
    only_new = KeyRing("b", {"b": b"b" * 32})
    assert Vault(only_new, only_new).open(fresh, column="nik", record="1") == NIK
    with pytest.raises(VaultError, match="'a' is not known"):
        Vault(only_new, only_new).open(old, column="nik", record="1")


def test_the_hash_finds_the_value_again_during_a_rotation_too() -> None:
    stored = Vault(OLD, OLD).lookup_hash(NIK, column="nik")
    vault = Vault(NEW, NEW)
    assert stored.startswith("h1:a:")
    assert stored in vault.lookup_hashes(NIK, column="nik")
    assert vault.lookup_hashes(NIK, column="nik")[0] == vault.lookup_hash(NIK, column="nik")
    assert vault.lookup_hash(NIK, column="nik").startswith("h1:b:")


def test_hashes_of_other_columns_values_and_keys_differ() -> None:
    hashes = {
        Vault(OLD, OLD).lookup_hash(NIK, column="nik"),
        Vault(OLD, OLD).lookup_hash(NIK, column="register_number"),
        Vault(OLD, OLD).lookup_hash(NIK[::-1], column="nik"),
        Vault(OLD, KeyRing("a", {"a": b"z" * 32})).lookup_hash(NIK, column="nik"),
    }
    assert len(hashes) == 4


@pytest.mark.parametrize(("value", "shown"), [(NIK, "0001"), ("12345", "2345"), ("1234", ""), ("", "")])
def test_at_most_the_last_four_are_shown(value: str, shown: str) -> None:
    assert last_four(value) == shown


def test_twenty_thousand_values_are_sealed_and_hashed_in_a_second() -> None:
    vault = Vault(OLD, OLD)
    begun = time.process_time()
    for number in range(20_000):
        value = f"{number:016}"
        vault.seal(value, column="nik", record=value)
        vault.lookup_hash(value, column="nik")
    assert time.process_time() - begun < 1


def test_a_key_file_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "home" / "keys.json"
    envelope = vault_from_file(path).seal(NIK, column="nik")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in path.parent.iterdir()] == ["keys.json"]
    assert vault_from_file(path).open(envelope, column="nik") == NIK


def test_each_key_file_has_its_own_keys(tmp_path: Path) -> None:
    first, second = (vault_from_file(tmp_path / name) for name in ("one.json", "two.json"))
    with pytest.raises(VaultError):
        second.open(first.seal(NIK, column="nik"), column="nik")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        json.dumps({"sealing": {"current": "1", "keys": {"1": "c2hvcnQ="}}, "hashing": {}}),
        json.dumps({use: {"current": "2", "keys": {"1": "YWFh"}} for use in ("sealing", "hashing")}),
    ],
)
def test_keys_of_another_form_are_refused_without_being_quoted(text: str) -> None:
    with pytest.raises(VaultError) as caught:
        vault_from_text(text)
    assert "c2hvcnQ" not in str(caught.value)


def test_keys_are_never_printed() -> None:
    assert "aaaa" not in repr(OLD)
