"""The confidentiality agreement: its exact text, both signatures, what it opens, how it closes."""

import io
from datetime import date, timedelta

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from marketplace.core.clock import held_at, now, today
from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.disclosure import papers, queries, services
from marketplace.disclosure.models import Nda
from marketplace.disclosure.nda_text import Terms, compose, hash_of, read_back
from marketplace.disclosure.rules import NDA_LIFE, Held, NdaState, Party, opened_by
from marketplace.disclosure.services import GiveAccess, SignNda
from marketplace.disclosure.services.agreeing import years_on
from marketplace.listings.policies import tiers_of
from marketplace.taxonomy.terms import DisclosureTier
from tests.disclosure.making import OPEN, Shop, ask, letters
from tests.factories import make_actor, make_organisation

T = DisclosureTier
MONTH = GiveAccess(until=today() + timedelta(days=30))
TERMS = Terms(
    number="NDA-2026-0001", discloser="江汉大学", discloser_code="12420111125614452K", recipient="青山钢铁", recipient_code="",
    result_id="R-2026-0001", result_title="相变捕集", purpose="核对能耗", person="陈工", years=3,
)  # fmt: skip
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40)


def drafted(session: Session, shop: Shop) -> Nda:
    services.grant(session, shop.owner, ask(session, shop, T.UNDER_NDA).public_id, MONTH)
    nda = queries.nda_of(session, shop.version.achievement_id, shop.works.id)
    assert nda is not None
    return nda


def signing(nda: Nda, **changes: object) -> SignNda:
    said = {"name": "陈 工", "office": "主任", "sha256": nda.sha256, "entitled": True, "seen": {"address": "192.0.2.7"}}
    return SignNda(**(said | changes))  # type: ignore[arg-type]


def test_a_grant_of_t3_drafts_the_agreement_and_both_signatures_open_it(session: Session, shop: Shop) -> None:
    nda = drafted(session, shop)
    assert (nda.state, hash_of(nda.text), len(nda.signatures)) == (NdaState.DRAFTED, nda.sha256, 0)
    assert "核对 能耗" in nda.text
    assert shop.person.name in nda.text
    assert tiers_of(shop.reader, shop.version) == OPEN | {T.ACCEPTED_INTEREST}

    services.sign_nda(session, shop.reader, nda.public_id, signing(nda))
    assert (nda.state, tiers_of(shop.reader, shop.version)) == (NdaState.HALF_SIGNED, OPEN | {T.ACCEPTED_INTEREST})
    assert queries.nda_signed(session, shop.version.achievement_id, shop.works.id) is None
    services.sign_nda(session, shop.owner, nda.public_id, signing(nda))

    assert nda.state is NdaState.IN_FORCE
    assert tiers_of(shop.reader, shop.version) == set(T)
    assert queries.nda_signed(session, shop.version.achievement_id, shop.works.id) is nda
    assert [(each.party, each.method, each.sha256) for each in nda.signatures] == [
        (Party.RECIPIENT, "click", nda.sha256),
        (Party.DISCLOSER, "click", nda.sha256),
    ]
    assert nda.signatures[0].evidence["address"] == "192.0.2.7"
    assert nda.signatures[0].evidence["account"] == "reader@example.org"
    told = [subject.partition("：")[0] for _recipient, subject in letters(session)]
    assert told[-4:] == ["请签署保密协议", "对方已签保密协议，请会签", "保密协议已生效", "保密协议已生效"]


def test_only_the_text_that_was_read_is_signed_by_whom_it_binds(session: Session, shop: Shop) -> None:
    nda = drafted(session, shop)
    with pytest.raises(Conflict):
        services.sign_nda(session, shop.reader, nda.public_id, signing(nda, sha256="0" * 64))
    with pytest.raises(InvalidInput) as refused:
        services.sign_nda(session, shop.reader, nda.public_id, signing(nda, name=" ", office="", entitled=False))
    assert sorted(refused.value.fields) == ["entitled", "name", "office"]
    stranger = make_actor(session, "stranger@example.org", organisation=make_organisation(session, "ENT-B"))
    with pytest.raises(NotFound):
        services.sign_nda(session, stranger, nda.public_id, signing(nda))
    services.sign_nda(session, shop.reader, nda.public_id, signing(nda))
    with pytest.raises(Forbidden):
        services.sign_nda(session, shop.reader, nda.public_id, signing(nda))
    nda.text += "另加一条"
    with pytest.raises(Conflict):
        services.sign_nda(session, shop.owner, nda.public_id, signing(nda))


def test_an_agreement_that_ends_closes_t3_and_leaves_t2(session: Session, shop: Shop) -> None:
    nda = drafted(session, shop)
    for actor in (shop.owner, shop.reader):
        services.sign_nda(session, actor, nda.public_id, signing(nda))
    assert nda.valid_until == years_on(today(), 3)
    with held_at(now() + timedelta(days=40)):
        assert tiers_of(shop.reader, shop.version) == OPEN  # the grant is over, whatever the agreement says

    services.end_nda(session, shop.owner, nda.public_id, "项目停了")

    assert tiers_of(shop.reader, shop.version) == OPEN | {T.ACCEPTED_INTEREST}
    with pytest.raises(Conflict):
        services.refuse_nda(session, shop.owner, nda.public_id, "不签了")


def test_a_second_person_of_the_works_needs_a_grant_and_no_second_agreement(session: Session, shop: Shop) -> None:
    nda = drafted(session, shop)
    for actor in (shop.owner, shop.reader):
        services.sign_nda(session, actor, nda.public_id, signing(nda))
    mate = make_actor(session, "mate@example.org", organisation=shop.works)
    assert tiers_of(mate, shop.version) == OPEN

    asked = services.ask(session, mate, shop.id, services.AskAccess(tier=T.UNDER_NDA, purpose="复核"))
    services.grant(session, shop.owner, asked.public_id, GiveAccess(until=today() + timedelta(days=9), years=5))

    assert tiers_of(mate, shop.version) == set(T)
    assert queries.ndas_of(session, shop.owner).total == 1


@given(
    st.lists(
        st.builds(Held, tier=st.sampled_from([T.ACCEPTED_INTEREST, T.UNDER_NDA]), agreed=st.booleans()), max_size=4
    )
)
@settings(max_examples=60)
def test_t3_opens_by_a_t3_grant_under_an_agreement_and_by_nothing_less(held: list[Held]) -> None:
    opened = opened_by(held)

    assert (T.UNDER_NDA in opened) == any(each.tier is T.UNDER_NDA and each.agreed for each in held)
    assert (T.ACCEPTED_INTEREST in opened) == bool(held)
    assert not opened & OPEN


@given(WORDS, WORDS, st.integers(1, 10))
@settings(max_examples=60)
def test_the_parts_shown_are_the_text_that_was_hashed(purpose: str, person: str, years: int) -> None:
    purpose, person = (" ".join(each.split()) or "x" for each in (purpose, person))
    said = compose(
        Terms(
            **{name: getattr(TERMS, name) for name in TERMS.__slots__}
            | {"purpose": purpose, "person": person, "years": years}
        )
    )

    assert read_back(said.text) == said
    assert hash_of(said.text) != hash_of(compose(TERMS).text) or said.text == compose(TERMS).text


def test_the_document_says_what_the_text_says(session: Session, shop: Shop) -> None:
    nda = drafted(session, shop)
    nda.text = compose(
        Terms(**{name: getattr(TERMS, name) for name in TERMS.__slots__} | {"purpose": "<w:t>{{ x }}&"})
    ).text

    said = [paragraph.text for paragraph in Document(io.BytesIO(papers.agreement(nda))).paragraphs]

    for line in nda.text.splitlines():
        assert line in said
    assert f"文本的 SHA-256：{nda.sha256}" in said


@pytest.mark.parametrize(
    ("day", "on"), [(date(2028, 2, 29), date(2031, 2, 28)), (date(2026, 11, 25), date(2029, 11, 25))]
)
def test_years_of_secrecy_end_on_the_same_day(day: date, on: date) -> None:
    assert years_on(day, 3) == on


def test_no_act_leads_out_of_an_agreement_that_is_closed() -> None:
    assert NDA_LIFE.actions_from(NdaState.REFUSED) == NDA_LIFE.actions_from(NdaState.ENDED) == []
