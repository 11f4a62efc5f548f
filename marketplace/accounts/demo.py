"""The demo's fixed accounts, one a role. Their password is public: production refuses the demo."""

from flask_babel import lazy_gettext as _

from marketplace.core.actor import Role

PASSWORD = "tansuo-demo-2026"

# role, the person's name, the organisation they belong to
ACCOUNTS = (
    (Role.ENTERPRISE, "周工", "ENT-DEMO"),
    (Role.UNIVERSITY, "陈老师", "UNI-DEMO"),
    (Role.BROKER, "林经理", "AGY-LIANTAN"),
    (Role.ORGANISER, "何主任", "ORG-ZHITONG"),
    (Role.EXPERT, "吴教授", ""),
    (Role.CURATOR, "沈审核", ""),
    (Role.ADMIN, "管理员", ""),
)

WORDS = {
    Role.ENTERPRISE: _("企业：提需求、找成果"),
    Role.UNIVERSITY: _("高校院所：登记与导入成果"),
    Role.BROKER: _("技术经理人"),
    Role.ORGANISER: _("主办方"),
    Role.EXPERT: _("专家"),
    Role.CURATOR: _("审核员：审核与发布"),
    Role.ADMIN: _("系统管理员：审计、索引与信件"),
}


def email_of(role: Role) -> str:
    return f"{role.value}@example.org"


def demo_accounts() -> list[tuple[str, object]]:
    """(address, what it is for) of each."""
    return [(email_of(role), WORDS[role]) for role, _name, _organisation in ACCOUNTS]
