"""What can go wrong in a use-case; the web layer maps each to one status."""

from collections.abc import Mapping


class DomainError(Exception):
    """A sentence for the reader: `message` is a msgid, `params` fill it."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message % params if params else message)
        self.message = message
        self.params = params


class NotFound(DomainError):
    """It does not exist, or the actor must not know that it does. 404."""


class Forbidden(DomainError):
    """The actor knows of it and may not do this. 403."""


class Conflict(DomainError):
    """The record is in a state, or at a version, that does not allow this. 409."""


class InvalidInput(DomainError):
    """What was sent does not hold; `fields` maps a field name to its sentence (a msgid). 422."""

    def __init__(self, message: str, fields: Mapping[str, str] | None = None, **params: object) -> None:
        super().__init__(message, **params)
        self.fields = dict(fields or {})
