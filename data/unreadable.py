"""Why a file cannot be read as a table. Each says what is wrong and what to do, and quotes no cell."""

from data.errors import DataError


class UnreadableFile(DataError):
    """This file cannot be read as a table."""

    indonesian = "Berkas ini tidak dapat dibaca sebagai tabel"


class TooLarge(UnreadableFile):
    """The file is larger than what one import may hold; split it."""

    indonesian = "Berkasnya lebih besar daripada yang dimuat satu impor; bagi dua"


class UnknownFormat(UnreadableFile):
    """Only CSV and XLSX files can be read; save the file as one of them."""

    indonesian = "Hanya berkas CSV dan XLSX yang dapat dibaca; simpan sebagai salah satunya"


class PasswordProtected(UnreadableFile):
    """The workbook is protected by a password; save a copy without it."""

    indonesian = "Buku kerjanya dilindungi kata sandi; simpan salinan tanpa kata sandi"


class SeveralSheets(UnreadableFile):
    """Several sheets hold data; say which one to read."""

    indonesian = "Beberapa lembar berisi data; sebutkan lembar mana yang dibaca"


class NoSuchSheet(UnreadableFile):
    """The workbook has no sheet of this name."""

    indonesian = "Buku kerja ini tidak punya lembar dengan nama itu"


class EmptyFile(UnreadableFile):
    """The file holds no header with rows under it."""

    indonesian = "Berkas ini tidak berisi kepala kolom dengan baris di bawahnya"


class BadHeader(UnreadableFile):
    """Every column needs a name of its own in the header row."""

    indonesian = "Setiap kolom perlu nama sendiri di baris kepala"


class RaggedRows(UnreadableFile):
    """Some rows hold more cells than the header has columns; put cells with separators in quotes."""

    indonesian = (
        "Ada baris yang selnya lebih banyak daripada kolom kepala; "
        "beri tanda kutip pada sel yang memuat pemisah"
    )
