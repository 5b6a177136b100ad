"""Titles that stand in no list of ours: the nearest known ones answer, with a confidence, or nobody does."""

from functools import cache

import pytest

from api import wiring
from data import trade_files
from matching.aliases import CONFIDENT, OccupationCatalogue
from matching.phrases import plain

UNKNOWN = """
Pelatihan pertukangan kayu dan bangunan di lapas = construction_carpenter mason furniture_maker
Giat bimker konveksi blok B = sewing_operator tailor
Bengkel kerja las dan fabrikasi pagar = welder metal_fabricator
Sertifikat tamat pelatihan pengelasan SMAW 160 JP = welder
Pelatihan kemandirian budidaya ikan lele sistem bioflok = fish_farmer
Pembinaan kemandirian pembuatan roti dan donat = baker
Pelatihan membuat tempe kedelai = tempe_tofu_maker
Giat kerja pencucian motor dan mobil = car_washer
Pelatihan tata rias wajah dan rambut = beautician barber
Kursus menjahit tingkat dasar PKBM = tailor sewing_operator
Pelatihan service AC split angkatan III = ac_technician
Pelatihan instalasi listrik rumah tinggal = electrician
Pelatihan mekanik motor matic dan injeksi = motorcycle_mechanic
Pelatihan pembuatan kusen dan daun pintu = construction_carpenter
Ketrampilan membuat sapu ijuk dan keset = craft_worker
Pelatihan handicraft koran bekas = craft_worker
Pelatihan olahan keripik pisang dan singkong = fruit_vegetable_processor food_processor
Pelatihan budidaya jamur tiram putih = mushroom_grower
Pelatihan pembuatan pupuk kompos organik = vegetable_grower waste_worker
Kerja produksi bata ringan dan paving = paving_maker mason
Tukang lass listrik = welder
Penjait konfeksi = sewing_operator tailor
Mekanik sepda motor = motorcycle_mechanic
Oprator forklip = forklift_operator
Pegawai londri = laundry_worker
Barbershop / tukang cukur = barber
Tehnisi hape = phone_technician
Kurir & helper = courier driver_helper
Koki masakan padang = cook
Supir truk tronton = truck_driver
Opr. excavator PC 200 = excavator_operator
HK hotel bintang 4 = room_attendant
Waitress kafe malam = waiter
QC garment inline = garment_finisher quality_inspector
Adm gudang = stock_clerk warehouse_worker
CDP western kitchen = cook
Satpam perumahan = security_guard
Teknisi FO area Depok = fibre_technician
Pelayan toko baju = shop_assistant
Pekerja kebun kelapa sawit Riau = plantation_worker
ABK kapal penangkap ikan Bitung = fisher
Sertifikat kompetensi Okupasi Juru Las Plat Posisi Tegak = welder
Skema Sertifikasi KKNI Level II Bidang Perhotelan Sub Bidang Tata Graha = room_attendant
Surat keterangan pernah mengikuti pelatihan keterampilan sablon kaos dan spanduk tahun 2023 = screen_printer
Memelihara sistem rem kendaraan ringan sesuai prosedur bengkel = car_mechanic
Pemasangan dan pemeliharaan rangka atap baja ringan gedung sederhana = roofer
Pelaksana lapangan pekerjaan pasangan batu dan plesteran = construction_foreman plasterer
Pengolahan hasil perikanan menjadi bakso dan nugget ikan = fish_processor meat_processor
Pengoperasian mesin jahit high speed untuk garmen = sewing_operator
Perawatan dan perbaikan mesin pendingin ruangan = ac_technician
Kitchen helper / dishwasher = kitchen_steward cook_helper
Housekeeping room attendant trainee = room_attendant
Welder 6G pipe = welder
Heavy truck driver = truck_driver
Poultry farm worker = poultry_keeper
Motorcycle repair technician = motorcycle_mechanic
Gardener and landscaping worker = gardener
Warehouse picker packer = warehouse_worker
Mengelas pagar dan teralis = welder
Ngecat tembok rumah = building_painter
Tukang pasang keramik lantai = tiler
Pramubakti kantor = cleaning_service
Penjaga konter pulsa = shop_assistant
Penyadap getah karet = plantation_worker
Peternak kambing etawa = livestock_keeper
Pembibitan sengon = gardener forestry_worker
Merangkai bunga papan = florist
Servis jok mobil = upholsterer
Pasang gorden dan wallpaper = interior_installer home_textile_maker
Video editor youtube = video_editor
Jaga warung kopi = barista street_food_vendor
Operator sablon DTF = screen_printer
"""
"""Programmes in custody, advertisements, misspellings, abbreviations, long official names, English = right trades."""
NOT_UNDERSTOOD = (
    *("Mengenal diri dan motivasi", "Kebijakan publik", "Kesenian hadrah", "Kepramukaan", "Kejar Paket C"),
    *("Lomba hari kemerdekaan", "Astronaut", "Operator", "Senior staff", "Lowongan baru"),
)


@cache
def catalogue() -> OccupationCatalogue:
    return wiring.trade().catalogue


def titles() -> list[tuple[str, list[str]]]:
    pairs = (line.split(" = ") for line in UNKNOWN.strip().splitlines())
    return [(title, trades.split()) for title, trades in pairs]


def test_none_of_the_titles_stands_in_the_data() -> None:
    known = {
        plain(words)
        for trade in trade_files.occupations()
        for words in (trade.name_id, trade.name_en, *trade.aliases, *trade.hints)
    }
    known |= {plain(scheme.title) for scheme in trade_files.scheme_aliases()}
    assert len(titles()) >= 60
    assert not {plain(title) for title, _ in titles()} & known


@pytest.mark.parametrize(("title", "trades"), titles())
def test_an_unknown_title_is_understood_as_the_nearest_known_trade(title: str, trades: list[str]) -> None:
    answers = catalogue().understand(title)
    assert answers
    assert answers[0].occupation.key in trades
    assert CONFIDENT <= answers[0].confidence < 1.0


@pytest.mark.parametrize("title", NOT_UNDERSTOOD)
def test_what_names_no_trade_is_not_understood(title: str) -> None:
    assert catalogue().understand(title) == []
