"""Names on the map of a plan: those for which there is room."""

from itertools import combinations

from api.web.planner.plan_map import HEIGHT, LINE, SIGN, WIDTH, Circle, circles

PLACES = {
    "31": (246.6, 263.6),
    "32": (260.0, 275.0),
    "35": (360.0, 292.0),
    "73": (512.0, 225.0),
    "91": (860.0, 200.0),
}
NAMES = {"31": "DKI Jakarta", "32": "Jawa Barat", "35": "Jawa Timur", "73": "Sulawesi Selatan", "91": "Papua"}


def drawn(people: dict[str, int]) -> dict[str, Circle]:
    shares = {code: {"people": count, "assigned": 0.5} for code, count in people.items()}
    found = circles({"report": {"provinces": {"shares": shares}}}, PLACES, NAMES)
    return {one.name: one for one in found}


def box(one: Circle) -> tuple[float, float, float, float]:
    assert one.label
    length = len(one.name) * SIGN
    left = one.label.x - {"start": 0, "middle": length / 2, "end": length}[one.label.anchor]
    return left, one.label.y - LINE * 0.8, left + length, one.label.y + LINE * 0.2


def test_names_cover_no_circle_and_no_other_name_and_stay_within_the_map() -> None:
    found = drawn({"31": 40, "32": 60, "35": 50, "73": 20, "91": 12})
    assert next(iter(found)) == "Jawa Barat"
    boxes = [box(one) for one in found.values() if one.label]
    assert len(boxes) == 5
    boxes += [
        (one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius)
        for one in found.values()
        if one.name not in ("DKI Jakarta", "Jawa Barat")  # whose circles lie on one another
    ]
    for a, b in combinations(boxes, 2):
        assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]
    assert all(a[0] >= 0 and a[1] >= 0 and a[2] <= WIDTH and a[3] <= HEIGHT for a in boxes)


def test_where_there_is_no_room_the_larger_one_has_its_name() -> None:
    crowded = {f"{n}": (470.0 + n, 190.0) for n in range(20)}
    shares = {code: {"people": 100 - at, "assigned": 0.5} for at, code in enumerate(crowded)}
    names = dict.fromkeys(crowded, "Kepulauan Bangka Belitung")
    found = circles({"report": {"provinces": {"shares": shares}}}, crowded, names)
    named = [one.label is not None for one in found]
    assert named[0]
    assert not named[-1]
    assert named == sorted(named, reverse=True)
