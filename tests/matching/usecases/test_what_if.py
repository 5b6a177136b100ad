"""A list under a supposition is the list once it is so."""

from dataclasses import replace
from uuid import UUID, uuid5

import pytest

from matching.errors import GateClosed, InvalidValue, NotFound
from matching.model import Actor, Asks, Candidate, CandidateId, CertificateId, HeldLicence, UnitId
from matching.model.ids import AccountId
from matching.usecases.answers import VacanciesFor
from matching.usecases.what_if import Supposed, supposed_certificate, what_if, what_opens
from matching.vocabulary import CertificateKind, Licence, Role
from tests.matching.usecases.conftest import Office
from tests.people import SPACE, TODAY, person, vacancies, work

ACTOR = Actor(AccountId(UUID(int=1)), Role.CASE_WORKER, UnitId(UUID(int=2)), "placement")
TITLES = ("Menjahit dengan Mesin Lockstitch", "Service Sepeda Motor Injeksi", "Plate Welder SMAW 3G-Up/PF")


async def recorded(opened: Office, candidate: Candidate) -> None:
    """What recording does: the person's new version is stored, embedded and taken in."""
    opened.store.put_candidate(candidate, version=2)
    await opened.embed()
    await opened.catalogue.refresh()


async def listed(opened: Office, candidate: Candidate, size: int = 50) -> VacanciesFor:
    return await opened.matcher.vacancies_for(ACTOR, candidate.id, today=TODAY, size=size)


@pytest.mark.parametrize("name", ["rahman", "ningsih", "dewi", "eko"])
@pytest.mark.parametrize("title", TITLES)
async def test_a_supposed_certificate_gives_the_list_that_the_recorded_one_gives(
    opened: Office, name: str, title: str
) -> None:
    candidate = person(name)
    before = await listed(opened, candidate)
    supposed = Supposed((supposed_certificate(title),))
    found = await what_if(opened.matcher, ACTOR, candidate.id, supposed, today=TODAY, size=50)
    new = replace(supposed_certificate(title), id=CertificateId(uuid5(SPACE, title)))
    await recorded(opened, replace(candidate, certificates=(*candidate.certificates, new)))
    after = await listed(opened, candidate)
    assert found.answer.matches == after.matches
    assert found.answer.shown == after.shown
    assert found.answer.would_open == after.would_open
    ranks = {
        vacancy: match.rank
        for match, shown in zip(before.matches, before.shown, strict=True)
        for vacancy in (match.vacancy, *shown.similar)
    }
    assert found.before == ranks


async def test_a_supposed_licence_gives_the_list_that_the_recorded_one_gives(opened: Office) -> None:
    candidate = person("sari")
    supposed = Supposed(
        (supposed_certificate("Pengoperasian Forklift", CertificateKind.COMPETENCE),),
        frozenset({Licence.SIO_FORKLIFT}),
    )
    found = await what_if(opened.matcher, ACTOR, candidate.id, supposed, today=TODAY, size=50)
    assert vacancies()["forklift"].id in {match.vacancy for match in found.answer.matches}
    assert vacancies()["forklift"].id not in found.before
    held = (HeldLicence(Licence.SIO_FORKLIFT),)
    richer = replace(candidate, certificates=(*candidate.certificates, *supposed.certificates), licences=held)
    await recorded(opened, richer)
    assert found.answer.matches == (await listed(opened, candidate)).matches


async def test_supposing_stores_nothing(opened: Office) -> None:
    candidate, outbox = person("rahman"), list(opened.store.outbox)
    await what_if(
        opened.matcher, ACTOR, candidate.id, Supposed((supposed_certificate("Barista"),)), today=TODAY, size=5
    )
    await what_opens(opened.matcher, ACTOR, candidate.id, today=TODAY, size=5)
    assert opened.store.outbox == outbox
    assert opened.gateway.kept == {}
    assert opened.store.candidates[candidate.id][0] == candidate


async def test_nothing_is_supposed_of_the_unknown_or_of_who_has_withdrawn(opened: Office) -> None:
    supposed = Supposed((supposed_certificate("Barista"),))
    with pytest.raises(NotFound):
        await what_if(opened.matcher, ACTOR, CandidateId(UUID(int=9)), supposed, today=TODAY, size=5)
    with pytest.raises(GateClosed):
        await what_opens(opened.matcher, ACTOR, person("hasan").id, today=TODAY, size=5)
    with pytest.raises(InvalidValue):
        supposed_certificate(" ")


async def test_the_licence_that_opens_more_enters_where_it_is_told(opened: Office) -> None:
    candidate = replace(
        person("joko"), licences=()
    )  # trained, so the law lets him begin; without training it does not
    untrained = replace(candidate, certificates=person("rahman").certificates + person("sari").certificates)
    await recorded(opened, untrained)
    opened.store.put_vacancy(
        work("sopir", "Sopir dan tukang las listrik", required=Asks(licences=frozenset()))
    )
    opened.store.put_vacancy(work("supir", "Driver SIM B1 merangkap tukang las"))
    await opened.embed()
    await opened.catalogue.refresh()
    found = await what_opens(opened.matcher, ACTOR, candidate.id, today=TODAY, size=50)
    assert Licence.SIO_FORKLIFT in {one.licence for one in found.licences}
    for one in found.licences:
        await recorded(opened, replace(untrained, licences=(HeldLicence(one.licence),)))
        after = await listed(opened, candidate)
        places = {
            vacancy: match.rank
            for match, shown in zip(after.matches, after.shown, strict=True)
            for vacancy in (match.vacancy, *shown.similar)
        }
        if one.vacancy is not None:
            assert places[one.vacancy] == one.would_rank
            assert one.title


async def test_the_certificate_that_rows_ask_for_is_told_with_what_it_brings(opened: Office) -> None:
    candidate = person("ningsih")
    asked = Asks(certificates=("Barista",))
    opened.store.put_vacancy(work("cafe", "Cook helper kafe", required=asked))
    opened.store.put_vacancy(work("bar", "Barista"))
    await opened.embed()
    await opened.catalogue.refresh()
    found = await what_opens(opened.matcher, ACTOR, candidate.id, today=TODAY, size=50)
    (lift,) = [one for one in found.certificates if one.title == "Barista"]
    before = {match.vacancy: match.rank for match in (await listed(opened, candidate)).matches}
    barista = replace(supposed_certificate("Barista"), id=CertificateId(uuid5(SPACE, "barista")))
    await recorded(opened, replace(candidate, certificates=(*candidate.certificates, barista)))
    after = {match.vacancy: match.rank for match in (await listed(opened, candidate)).matches}
    assert lift.asked_by == 1
    assert lift.enters == len(set(after) - set(before)) >= 1
    assert lift.rises == sum(after[vacancy] < rank for vacancy, rank in before.items())
