"""A browser that is signed in, without the page on which one signs in."""

from flask import Flask

from marketplace.accounts.models import Person


def cookie_of(app: Flask, device: str, person: Person) -> str:
    """What the browser sends."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"tansuo={serializer.dumps({'_user_id': f'{person.id}:{person.session_key}:{device}', '_fresh': True})}"
