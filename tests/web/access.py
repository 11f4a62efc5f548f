"""Write docs/access.md: who gets in where, from the rows and policies that the tests walk (`python -m tests.web.access`)."""

import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from flask import Flask

from marketplace.cli import upgrade_database
from marketplace.config import Settings, read_settings
from marketplace.core.db import Database
from tests.conftest import ROOT
from tests.web.answers import Answer
from tests.web.doors import PUBLIC
from tests.web.house import READERS, House, build
from tests.web.walk import Plan, plans

DOCUMENT = ROOT / "docs" / "access.md"
COLUMNS = (PUBLIC, *READERS)
HEAD = """# 谁能打开什么 · Who gets in where

本页由 `python -m tests.web.access` 从各功能的 `policies` 和 `tests/web/doors` 生成，请勿手改；测试逐格走过每一个地址。
This page is written by `python -m tests.web.access` from the policies of each feature and `tests/web/doors`; a test
walks every cell. Do not edit it by hand.

列 · Columns: `public` 未登录 not signed in; `owner` 所属单位管理员 manager of the owner; `member` 所属单位成员 its member;
`mandated` 持有效委托的技术经理人 broker under its mandate; `other` 别的高校 another university; `enterprise` 企业 an
enterprise; `broker`, `organiser`, `expert`, `newcomer` 无单位的人 people of no organisation; `insider` 属于所属单位的审核员
curator who belongs to the owner; `curator` 审核员; `admin` 管理员.

格 · Cells: `✓` 在每个状态都能 in every state; 状态名 only in these states; `404` 不得知其存在 must not know of it;
`403` 不许 not allowed; `→` 先登录 sign in first; `409` 此状态不能 not in this state; `410` 只见墓碑 a tombstone;
`303` 转往别处、什么也没做 sent elsewhere, nothing done;
空格：同 `other` 或 `newcomer` empty: like `other` or `newcomer`.
"""
SIGNS = {
    Answer.OPEN: "✓", Answer.HIDDEN: "404", Answer.FORBIDDEN: "403", Answer.SIGN_IN: "→", Answer.CONFLICT: "409",
    Answer.GONE: "410", Answer.ASIDE: "303",
}  # fmt: skip
AREAS = {
    "accounts": "账户 · Accounts", "accounts_api": "账户接口 · Accounts API", "admin": "管理 · Administration",
    "api": "接口 · API", "assets": "样式 · Assets", "contracts": "合同 · Contracts", "curation": "审核 · Curation", "discovery": "查找 · Discovery",
    "events": "专场 · Sessions",
    "gallery": "组件 · Components", "health": "存活 · Health", "imports": "导入 · Imports", "inbox": "待办 · Inbox",
    "jobs": "任务 · Jobs", "listings": "成果 · Results", "matching": "匹配 · Matching", "needs": "需求 · Needs",
    "organisations": "单位 · Organisations", "outgoing": "邮件 · Mails", "static": "静态文件 · Static files",
}  # fmt: skip


def document(app: Flask, house: House, database: Database) -> str:
    """The whole page."""
    return HEAD + "".join(_sections(plans(app, house, database)))


def _sections(planned: list[Plan]) -> Iterator[str]:
    by_area = sorted(planned, key=lambda plan: (plan.endpoint.partition(".")[0], plan.endpoint))
    for area, of_area in groupby(by_area, key=lambda plan: plan.endpoint.partition(".")[0]):
        yield f"\n## {AREAS.get(area, area)}\n\n| | {' | '.join(COLUMNS)} |\n|---|{'---|' * len(COLUMNS)}\n"
        for (method, path), rows in groupby(of_area, key=lambda plan: (plan.door.method, plan.door.path)):
            cells = _cells(list(rows))
            yield f"| {method} `{path}` | {' | '.join(cells[reader] for reader in COLUMNS)} |\n"


def _cells(rows: list[Plan]) -> dict[str, str]:
    return {reader: _cell([plan for plan in rows if plan.reader == reader]) for reader in COLUMNS}


def _cell(rows: list[Plan]) -> str:
    """One sign where every state is answered alike; else the states by answer, the open ones first."""
    answers = {plan.expected for plan in rows}
    if len(answers) < 2:
        return SIGNS[rows[0].expected] if rows else ""
    told = []
    for answer in Answer:
        states = ", ".join(plan.state for plan in rows if plan.expected is answer)
        if states and answer is not _commonest(rows):
            told.append(states if answer is Answer.OPEN else f"{SIGNS[answer]}: {states}")
    return f"{'; '.join(told)}; {'else ' if _commonest(rows) else ''}{SIGNS[_commonest(rows)]}"


def _commonest(rows: list[Plan]) -> Answer:
    """The answer left unsaid at the end: the commonest of those that refuse."""
    refused = [plan.expected for plan in rows if plan.expected is not Answer.OPEN]
    return max(Answer, key=refused.count)


def main() -> None:
    from tests.web.conftest import staged

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tansuo.sqlite3"
        upgrade_database(f"sqlite:///{path}")
        settings: Settings = read_settings({"TANSUO_ENV": "testing", "DATA_DIR": folder})
        database = Database(settings.database_url)
        with database.transaction() as session:
            house = build(session, settings)
        database.dispose()
        app = staged(settings)
        DOCUMENT.write_text(document(app, house, app.extensions["database"]), "utf8")


if __name__ == "__main__":
    main()
