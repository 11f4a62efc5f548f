"""Limits on what can be abused: by the address a request comes from (the limiter's own key) and by the account it names."""

import hashlib

from flask import Response, request
from flask_limiter.util import get_remote_address
from flask_login import current_user


def by_account() -> str:
    """The account that the form names, whether or not there is one; hashed, so that no address lies in the counters."""
    named = request.form.get("email", "").strip().lower()
    return f"account:{hashlib.sha256(named.encode()).hexdigest()[:32]}" if named else str(get_remote_address())


def by_person() -> str:
    """The person who is signed in."""
    return f"person:{current_user.person.id}" if current_user.is_authenticated else str(get_remote_address())


def refused(response: Response) -> bool:
    """Only attempts that failed are counted."""
    return response.status_code == 422
