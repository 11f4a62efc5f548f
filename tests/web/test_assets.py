"""Files of a release may be kept for good; those of another are not served."""

from flask.testing import FlaskClient

from marketplace.web.assets import SHEETS
from tests.conftest import ROOT


def test_the_page_links_one_sheet_that_holds_them_all(client: FlaskClient) -> None:
    page = client.get("/login").get_data(as_text=True)
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]

    sheet = client.get(address)

    assert sheet.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert sheet.data == b"\n".join((ROOT / "static" / "css" / f"{name}.css").read_bytes() for name in SHEETS)


def test_every_sheet_but_the_gallerys_is_in_the_bundle() -> None:
    assert {path.stem for path in (ROOT / "static" / "css").glob("*.css")} - {"gallery"} == set(SHEETS)


def test_the_sheet_of_another_release_is_not_here(client: FlaskClient) -> None:
    assert client.get("/assets/000000000000.css").status_code == 404
