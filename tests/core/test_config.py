"""Settings hold, or the start is refused with the name of the variable."""

import pytest

from marketplace.config import InvalidSettings, read_settings

SECRET = "x" * 40


def test_production_refuses_the_default_secret() -> None:
    with pytest.raises(InvalidSettings, match="SECRET_KEY"):
        read_settings({"TANSUO_ENV": "production"})


def test_production_refuses_the_demo() -> None:
    with pytest.raises(InvalidSettings, match="TANSUO_DEMO"):
        read_settings({"TANSUO_ENV": "production", "SECRET_KEY": SECRET, "TANSUO_DEMO": "1"})


def test_a_plain_postgresql_address_gets_our_driver() -> None:
    settings = read_settings({"DATABASE_URL": "postgresql://u:p@db/tansuo"})

    assert settings.database_url == "postgresql+psycopg://u:p@db/tansuo"


@pytest.mark.parametrize(
    ("name", "value"), [("MAX_UPLOAD_MB", "many"), ("TANSUO_ENV", "staging"), ("PROXIES", "-1"), ("DATABASE_POOL", "0")]
)
def test_a_bad_value_is_named(name: str, value: str) -> None:
    with pytest.raises(InvalidSettings, match=name):
        read_settings({name: value})
