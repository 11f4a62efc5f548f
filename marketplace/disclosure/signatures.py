"""The port for signing: what a certified service would do, and the acceptance by click with evidence that is built in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from marketplace.core.clock import now
from marketplace.disclosure.nda_text import hash_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs for an organisation, as they wrote it and as their account says; `seen` is what their browser told."""

    name: str
    office: str
    email: str
    organisation: str
    seen: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What a service gives back for a signature."""

    method: str
    sha256: str
    evidence: dict[str, Any]


class Signatures(Protocol):
    """Takes the signature of one person under an exact text."""

    def sign(self, text: str, signer: Signer) -> Signed: ...


class ClickAcceptance:
    """The built-in service: the person, signed in, types their name and office and confirms. The evidence is kept here, so
    it is no electronic signature certified by a third party."""

    method = "click"

    def sign(self, text: str, signer: Signer) -> Signed:
        evidence = {
            "account": signer.email,
            "organisation": signer.organisation,
            "signed_in": True,
            "confirmed_at": now().isoformat(timespec="seconds"),
            **signer.seen,
        }
        return Signed(method=self.method, sha256=hash_of(text), evidence=evidence)


_service: list[Signatures] = [ClickAcceptance()]


def signatures() -> Signatures:
    """The service in use."""
    return _service[0]


def sign_with(service: Signatures) -> None:
    """Put another service in its place: for an installation that has a certified one."""
    _service[0] = service
