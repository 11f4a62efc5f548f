"""Making an organisation once, saying what it is, and what happens to its verification then."""

import pytest
from sqlalchemy.orm import Session

from marketplace.accounts.models import OrganisationKind, Standing
from marketplace.core.actor import ANYONE
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Forbidden, InvalidInput
from marketplace.organisations import queries, services
from marketplace.organisations.likeness import alike
from marketplace.organisations.services import Profile
from tests.organisations.conftest import House, acts, as_now, letters

PROFILE = Profile(
    name="荆沅精细化工有限公司",
    kind=OrganisationKind.ENTERPRISE,
    credit_code="９１４２０５００MAET1M2W91",
    region="420500",
)


def profile(**changes: object) -> Profile:
    return Profile(**({name: getattr(PROFILE, name) for name in Profile.__dataclass_fields__} | changes))  # type: ignore[arg-type]


def test_whoever_makes_an_organisation_manages_it_and_acts_for_it(session: Session, house: House) -> None:
    made = services.create_organisation(session, as_now(session, house.alone), PROFILE)

    actor = as_now(session, house.alone)
    assert (made.credit_code, made.standing) == ("91420500MAET1M2W91", Standing.UNVERIFIED)
    assert (actor.manages, actor.acting_for) == ({made.id}, made.id)
    assert acts(session) == ["create"]


def test_the_public_makes_no_organisation(session: Session) -> None:
    with pytest.raises(Forbidden):
        services.create_organisation(session, ANYONE, PROFILE)


def test_the_same_code_is_not_made_twice(session: Session, house: House) -> None:
    first = services.create_organisation(session, as_now(session, house.alone), PROFILE)
    again = profile(name="别的名字化工厂", credit_code="91420500maet1m2w91")

    with pytest.raises(InvalidInput, match="已经在碳索里了"):
        services.create_organisation(session, as_now(session, house.stranger), again, although_alike=True)

    assert services.look_up(session, profile(name="别的名字化工厂", credit_code=first.credit_code)).same is first


def test_a_near_name_is_offered_first_and_made_when_asked_again(session: Session, house: House) -> None:
    near = profile(name="楚泽大学（本部）", credit_code="", kind=OrganisationKind.UNIVERSITY)
    actor = as_now(session, house.alone)

    with pytest.raises(InvalidInput, match="有名称相近的单位"):
        services.create_organisation(session, actor, near)
    made = services.create_organisation(session, actor, near, although_alike=True)

    assert services.look_up(session, profile(name="楚泽大学 ", credit_code="")).alike[0] is house.university
    assert made.name == "楚泽大学（本部）"


def test_names_are_compared_without_what_nearly_all_carry() -> None:
    known = [
        (1, "荆沅精细化工有限公司", "Jingyuan Fine Chemicals"),
        (2, "荆沅热电有限公司", ""),
        (3, "武汉理工大学", ""),
    ]

    assert alike("荆沅精细化工股份有限公司", known) == [1]
    assert alike("jingyuan fine chemicals", known) == [1]
    assert alike("武汉工程大学", known) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "楚"}, "name"),
        ({"region": "999999"}, "region"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"contact_email": "nowhere"}, "contact_email"),
        ({"introduction": "长" * 2001}, "introduction"),
        ({"credit_code": "91420500MAET1M2W92"}, "credit_code"),
    ],
)
def test_what_cannot_be_kept_is_named(session: Session, house: House, changes: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.create_organisation(session, as_now(session, house.alone), profile(**changes))

    assert list(refused.value.fields) == [field]


def _rename(session: Session, house: House, lock: int = 1, **changes: object) -> None:
    said = profile(**({"name": "楚泽大学", "credit_code": "", "kind": OrganisationKind.UNIVERSITY} | changes))
    services.save_profile(session, as_now(session, house.manager), "UNI-A", lock, said)


def test_a_manager_saves_the_profile_and_a_stale_form_is_refused(session: Session, house: House) -> None:
    _rename(session, house, introduction="做低碳水泥。")

    with pytest.raises(Conflict, match="别人刚刚保存了"):
        _rename(session, house, introduction="做别的。")

    saved = queries.get_organisation(session, "UNI-A")
    assert (saved.introduction, saved.lock) == ("做低碳水泥。", 2)


@pytest.mark.parametrize("who", ["member", "stranger", "alone"])
def test_only_managers_save_the_profile(session: Session, house: House, who: str) -> None:
    with pytest.raises(Forbidden):
        services.save_profile(session, as_now(session, getattr(house, who)), "UNI-A", 1, PROFILE)


def test_a_new_name_ends_the_verification(session: Session, house: House) -> None:
    house.university.standing, house.university.verified_at = Standing.VERIFIED, now()

    _rename(session, house, name="楚泽理工大学")

    saved = queries.get_organisation(session, "UNI-A")
    assert (saved.standing, saved.verified_at) == (Standing.UNVERIFIED, None)
    assert letters(session) == [("manager@example.org", "楚泽理工大学 需要重新认证")]
    assert acts(session) == ["edit", "lapse"]


def test_a_new_address_keeps_the_verification(session: Session, house: House) -> None:
    house.university.standing, house.university.verified_at = Standing.VERIFIED, now()

    _rename(session, house, address="武昌路 1 号")

    assert queries.get_organisation(session, "UNI-A").standing is Standing.VERIFIED


def test_another_organisations_name_is_refused(session: Session, house: House) -> None:
    with pytest.raises(InvalidInput) as refused:
        _rename(session, house, name="清澧农业大学")

    assert list(refused.value.fields) == ["name"]
