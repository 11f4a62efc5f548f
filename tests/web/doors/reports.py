"""The doors of reports: the authority reads of all, a member of their own organisation's results."""

from marketplace.reports import policies
from tests.web.answers import Door

AUTHORITY, OWN = policies.is_authority, policies.has_results

DOORS: dict[str, list[Door]] = {
    "reports.authority": [Door("/reports", AUTHORITY)],
    "reports.authority_book": [Door("/reports.xlsx", AUTHORITY), Door("/reports.xlsx?table=funnel", AUTHORITY)],
    "reports.contracts": [Door("/reports/contracts", AUTHORITY), Door("/reports/contracts?by=month&key=2026-02", AUTHORITY)],
    "reports.steps": [
        Door("/reports/steps?step=deal", AUTHORITY),
        Door("/reports/steps?step=interest", AUTHORITY),
        Door("/reports/steps?step=meeting", AUTHORITY),
    ],
    "reports.needs": [Door("/reports/needs", AUTHORITY)],
    "reports.of_own": [Door("/my/report", OWN)],
    "reports.own_records": [
        Door("/my/report/views", OWN),
        Door("/my/report/interests", OWN),
        Door("/my/report/deals", OWN),
        Door("/my/report/contracts", OWN),
        Door("/my/report/income", OWN),
    ],
    "reports.own_book": [Door("/my/report.xlsx", OWN)],
}  # fmt: skip
