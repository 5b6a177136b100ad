"""Errors of the adapter. A docstring is the sentence that readers see; `indonesian` says it first."""

from typing import ClassVar


class DataError(Exception):
    """The database or a file could not do what was asked."""

    indonesian: ClassVar[str] = ""

    def __init__(self, detail: str = "") -> None:
        sentence = (type(self).__doc__ or "").partition("\n")[0]
        super().__init__(f"{sentence} ({detail})" if detail else sentence)


class EmbeddedServerError(DataError):
    """The embedded PostgreSQL could not be started or stopped."""


class Unavailable(DataError):
    """The database cannot be reached."""

    indonesian = "Basis data tidak dapat dihubungi"


class TryAgain(DataError):
    """Somebody else was changing the same records; the transaction can be repeated."""

    indonesian = "Orang lain sedang mengubah data yang sama; coba lagi"


class NotPermitted(DataError):
    """The database does not allow this role to do that."""

    indonesian = "Peran ini tidak boleh melakukan itu"


class ConstraintBroken(DataError):
    """The change would break a rule of the database."""

    indonesian = "Perubahan ini melanggar aturan basis data"

    def __init__(self, constraint: str, table: str = "") -> None:
        super().__init__(f"{table}.{constraint}" if table else constraint)
        self.constraint = constraint
        self.table = table


class StatementFailed(DataError):
    """The database refused a statement."""


class MigrationError(DataError):
    """The database cannot be brought to this version of the program."""


class EditedMigration(MigrationError):
    """A migration that was applied has been edited since; write a new one instead."""


class QueryError(DataError):
    """A named query is not as it must be."""


class BackupError(DataError):
    """A backup cannot be made or brought back."""


class VaultError(DataError):
    """A sealed value cannot be opened."""
