"""Organisations and who belongs to which."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models.people import Person
from marketplace.core.clock import now
from marketplace.core.db import Base, stored_by_value


class OrganisationKind(StrEnum):
    """单位类型."""

    UNIVERSITY = "university"  # 高校
    INSTITUTE = "institute"  # 科研院所
    ENTERPRISE = "enterprise"  # 企业
    AGENCY = "agency"  # 技术转移机构
    ORGANISER = "organiser"  # 主办单位
    AUTHORITY = "authority"  # 主管部门


class MembershipRole(StrEnum):
    MEMBER = "member"  # 成员
    MANAGER = "manager"  # 管理员


class Standing(StrEnum):
    """认证状态: how far an administrator has checked that the organisation is what it says."""

    UNVERIFIED = "unverified"  # 未认证
    PENDING = "pending"  # 待核验
    VERIFIED = "verified"  # 已认证
    RETURNED = "returned"  # 退回


class Organisation(Base):
    """单位: a university, an enterprise, an agency or an authority."""

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint("length(code) >= 2", name="code_is_not_blank"),
        CheckConstraint("standing <> 'verified' OR verified_at IS NOT NULL", name="verified_has_a_date"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    english: Mapped[str] = mapped_column(String(160), default="")
    kind: Mapped[OrganisationKind] = mapped_column(stored_by_value(OrganisationKind))
    region: Mapped[str] = mapped_column(String(6), default="")
    credit_code: Mapped[str | None] = mapped_column(String(18), unique=True)
    address: Mapped[str] = mapped_column(String(200), default="")
    website: Mapped[str] = mapped_column(String(200), default="")
    introduction: Mapped[str] = mapped_column(Text, default="")
    contact_name: Mapped[str] = mapped_column(String(80), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    logo: Mapped[str] = mapped_column(String(64), default="")  # hash of a PNG in the file store
    lock: Mapped[int] = mapped_column(default=1)  # optimistic: raised by every edit
    standing: Mapped[Standing] = mapped_column(stored_by_value(Standing), default=Standing.UNVERIFIED)
    verified_at: Mapped[datetime | None]
    is_sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    record_kind = "organisation"

    @property
    def verified(self) -> bool:
        return self.standing is Standing.VERIFIED

    @property
    def public_id(self) -> str:
        return self.code

    @property
    def owner_id(self) -> int | None:
        return self.id


class Membership(Base):
    """A person's place in an organisation."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("person_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    role: Mapped[MembershipRole] = mapped_column(stored_by_value(MembershipRole), default=MembershipRole.MEMBER)
    chosen_at: Mapped[datetime | None]  # when the person last chose to act for it
    joined_at: Mapped[datetime | None] = mapped_column(default=now)  # unknown for the first ones

    person: Mapped[Person] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship(lazy="joined")
