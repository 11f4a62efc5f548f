"""What can be said of docker-compose.yml and the Dockerfile without running them: pinned, guarded, and of our own names."""

import re
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

PINNED = re.compile(r"[\w./-]+:\d+\.\d+(\.\d+)?(-[\w-]+)*\Z")
MANDATORY = re.compile(r"\$\{\w+:\?[^}]+\}")
VARIABLE = re.compile(r"`([A-Z_]+)`")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    composed = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return dict(composed["services"])


def test_every_image_is_pinned_or_built_here(services: dict[str, Any]) -> None:
    loose = [name for name, each in services.items() if "build" not in each and not PINNED.match(each["image"])]
    bases = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)

    assert loose == []
    assert [base for base in bases if not PINNED.match(base)] == []


def test_no_secret_is_written_down_and_none_may_be_missing(services: dict[str, Any]) -> None:
    secrets = {
        f"{name}.{variable}": value
        for name, each in services.items()
        for variable, value in each.get("environment", {}).items()
        if re.search(r"PASSWORD|SECRET|DATABASE_URL", variable)
    }

    assert secrets
    assert {where: value for where, value in secrets.items() if not MANDATORY.search(value)} == {}


def test_the_application_is_given_only_variables_that_the_configuration_knows(services: dict[str, Any]) -> None:
    known = set(VARIABLE.findall((ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")))

    given = {name for each in services.values() if "build" in each for name in each["environment"]}

    assert given - known == set()


def test_what_runs_on_has_a_health_check_a_restart_and_a_volume_for_what_it_keeps(services: dict[str, Any]) -> None:
    lasting = {name: each for name, each in services.items() if each.get("restart") != "no"}

    assert set(lasting) == {"web", "worker", "postgres", "search-1", "search-2", "search-3"}
    assert [name for name, each in lasting.items() if "test" not in each["healthcheck"]] == []
    assert [name for name, each in lasting.items() if not each["volumes"]] == []


def test_three_nodes_know_each_other_and_speak_tls(services: dict[str, Any]) -> None:
    nodes = {name: each["environment"] for name, each in services.items() if name.startswith("search-")}

    assert len(nodes) == 3
    for name, said in nodes.items():
        assert said["node.name"] == name
        assert said["discovery.seed_hosts"].split(",") == sorted(nodes)
        assert said["xpack.security.enabled"] == said["xpack.security.http.ssl.enabled"] == "true"
        assert said["xpack.security.http.ssl.key"] == f"certs/{name}/{name}.key"


def test_what_is_copied_into_the_image_exists(services: dict[str, Any]) -> None:
    said = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = [source for line in re.findall(r"^COPY (?!--)(.+)", said, re.MULTILINE) for source in line.split()[:-1]]

    assert [source for source in copied if not (ROOT / source).exists()] == []
