"""Rebuild the derived files of data/reference from the collected sources: not needed at run time.

    python -m benchmarks.build_reference ../shared/data

Writes codes and names only; descriptions and other people's sentences are left behind. The files that people
curate by hand (occupations, aliases, unit groups, fields of work, legal bars, licences, place aliases) are not
touched; only their row counts in SOURCES.tsv are brought up to date.
"""

import csv
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.island_groups import island_group

TARGET = Path(__file__).parent.parent / "data" / "reference"
Row = dict[str, str]

_SPELLING = {
    "Toli Toli": "Toli-Toli",
    "Tojo Una Una": "Tojo Una-Una",
    "Muko Muko": "Mukomuko",
    "Fak Fak": "Fakfak",
    "Bau Bau": "Baubau",
    "Palangkaraya": "Palangka Raya",
}
_BPS_FILLED = {
    # Missing in the source because the regency was renamed; each number is the only gap in its province's series.
    "12.12": "1206",  # Toba, until 2020 Toba Samosir
    "12.77": "1277",  # Padang Sidempuan
    "64.11": "6411",  # Mahakam Ulu, also written Mahakam Hulu
    "71.09": "7108",  # Kepulauan Siau Tagulandang Biaro
    "76.01": "7605",  # Pasangkayu, until 2017 Mamuju Utara
    "81.03": "8101",  # Kepulauan Tanimbar, until 2019 Maluku Tenggara Barat
}
_PROVINCE_SPELLING = {
    "DI Yogyakarta": "Daerah Istimewa Yogyakarta",
}
_WAGES_2026 = {"31": "5729876", "32": "2317601"}  # highest and lowest: domain guide 3.2, S50


def read(folder: Path, name: str) -> list[Row]:
    """Rows of a source file, without the spaces around."""
    with (folder / name).open(encoding="utf-8-sig", newline="") as stream:
        return [
            {key: (value or "").strip() for key, value in row.items() if key}
            for row in csv.DictReader(stream)
        ]


def write(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write one file of the target folder."""
    rows = list(rows)
    with (TARGET / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows")


def squeeze(text: str) -> str:
    """One space where there were several."""
    return re.sub(r"\s+", " ", text).strip()


def proper(name: str) -> str:
    """ "KABUPATEN PANGKAJENE DAN KEPULAUAN" as it is written in a letter."""
    cased = squeeze(name).title().replace(" Dan ", " dan ").replace("Dki ", "DKI ")
    for wrong, right in _SPELLING.items():
        cased = cased.replace(wrong, right)
    return cased


def places(source: Path) -> dict[str, str]:
    """Write provinces and regencies; return province codes by proper name."""
    provinces = {row["code"]: proper(row["name"]) for row in read(source, "provinces.csv")}
    write("provinces.csv", ("code", "name"), sorted(provinces.items()))
    rows = [
        (
            row["kemendagri_code"],
            row["bps_code"] or _BPS_FILLED[row["kemendagri_code"]],
            proper(row["name"]),
            row["province_code"],
            provinces[row["province_code"]],
            f"{float(row['lat']):.4f}",
            f"{float(row['lon']):.4f}",
            island_group(row["kemendagri_code"]),
        )
        for row in read(source, "regencies.csv")
    ]
    columns = ("code", "bps_code", "name", "province_code", "province", "lat", "lon", "island")
    write("regencies.csv", columns, sorted(rows))
    return {name: code for code, name in provinces.items()}


def classifications(source: Path) -> None:
    """Codes and titles of KBJI and KBLI, without their descriptions."""
    kbji = [(row["kode"], row["digit"], squeeze(row["judul"])) for row in read(source, "kbji2014.csv")]
    write("kbji2014.csv", ("code", "digit", "title"), kbji)
    kbli = [(row["kode"], row["kategori"], squeeze(row["judul"])) for row in read(source, "kbli2020.csv")]
    write("kbli2020.csv", ("code", "category", "title"), kbli)


def schemes(source: Path) -> None:
    """Schemes of three bodies; where the source gives no code we number the rows (`ACEH-01`)."""
    rows = [
        (
            r["kode_skema"],
            squeeze(r["judul_skema"]),
            r["profesi"],
            r["bidang"],
            r["jenis"].lower(),
            r["source"],
        )
        for r in read(source, "lsp_blk_surabaya_schemes.csv")
    ]
    rows += [
        (f"ACEH-{number:02}", squeeze(r["judul_skema"]), "", "", r["jenis"].lower(), "LSP BPVP Banda Aceh")
        for number, r in enumerate(read(source, "lsp_bpvp_banda_aceh_schemes_partial.csv"), 1)
    ]
    rows += [
        (r["kode_skema"], squeeze(r["judul_skema"]), "", "", r["jenis"].lower(), r["source"])
        for r in read(source, "lsp_badung_schemes.csv")
    ]
    write("schemes.csv", ("code", "title", "profession", "field", "kind", "source"), rows)
    programmes = {
        (squeeze(r["program"]).replace("Selular", "Seluler"), r["kejuruan"], r["durasi_jp"])
        for r in read(source, "bbpvp_bekasi_programmes.csv")
    }
    write("programmes.csv", ("title", "field", "lesson_hours"), sorted(programmes))


def units_and_jobs(source: Path) -> None:
    """Units by code and decree year; construction job titles."""
    units = {(r["kode_unit"], r["tahun"], squeeze(r["judul_unit"])) for r in read(source, "skkni_units.csv")}
    write("units.csv", ("code", "decree_year", "title"), sorted(units))
    jobs = [(r["kode"], squeeze(r["nama"])) for r in read(source, "lpjk_jabatan_kerja.csv")]
    write("construction_jobs.csv", ("code", "title"), jobs)


def facilities_and_wages(source: Path, province_codes: dict[str, str]) -> None:
    """Facilities, and minimum wages where the source knows them."""
    code_of = {
        **province_codes,
        **{
            short: province_codes[full]
            for short, full in _PROVINCE_SPELLING.items()
            if full in province_codes
        },
    }
    facilities = [
        (r["jenis"], r["kelas"], squeeze(r["nama_upt"]), code_of[r["provinsi"]], r["provinsi"])
        for r in read(source, "upt_pemasyarakatan_partial.csv")
    ]
    write("facilities.csv", ("type", "class", "name", "province_code", "province"), facilities)
    wages = [
        (code_of[r["province"]], r["year"], r["ump_idr"], "unverified")
        for r in read(source, "ump_by_province.csv")
        if r["province"] in code_of and int(r["ump_idr"]) > 0  # a zero there means unknown
    ]
    wages += [(code, "2026", amount, "verified") for code, amount in _WAGES_2026.items()]
    write("minimum_wages.csv", ("place_code", "year", "monthly_idr", "mark"), sorted(wages))


def count_rows() -> None:
    """Bring the row counts of SOURCES.tsv up to date, for the files that people curate too."""
    path = TARGET / "SOURCES.tsv"
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    for line in lines[1:]:
        with (TARGET / line[0]).open(encoding="utf-8", newline="") as stream:
            line[2] = str(sum(1 for _ in csv.reader(stream)) - 1)
    path.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")


def main(source: Path) -> None:
    """Rebuild every derived file."""
    province_codes = places(source)
    classifications(source)
    schemes(source)
    units_and_jobs(source)
    facilities_and_wages(source, province_codes)
    count_rows()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
