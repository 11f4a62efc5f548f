"""Where a mail server hands over answers to letters about deals."""

import hmac

from flask import Response, request
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.exceptions import Unauthorized

from marketplace.core.errors import Conflict, DomainError, InvalidInput
from marketplace.deals.replies import read_letter
from marketplace.deals.services.talking import file_letter
from marketplace.deals.views.blueprint import blueprint
from marketplace.web.access import allow, anyone
from marketplace.web.security import csrf, limiter
from marketplace.web.state import settings, transaction


@blueprint.post("/mail/in")
@csrf.exempt  # type: ignore[untyped-decorator]
@limiter.limit("600 per hour")
@allow(anyone)
def mail_in() -> Response:
    """The raw letter as the body; 204 when it was filed or needs no second try, 422 when it goes back to its sender.

    The server proves itself with the token of the settings; without one there is no such door.
    """
    expected = settings().mail_in_token
    if not expected:
        raise NoSuchPage
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise Unauthorized
    letter = read_letter(settings().secret_key, request.get_data())
    if letter is None:
        return _answer(422, "not addressed to a deal")
    try:
        with transaction() as writing:
            filed = file_letter(writing, letter)
    except (InvalidInput, Conflict) as refused:
        return _answer(422, str(refused))
    except DomainError:  # whoever may not know of the deal learns nothing
        return _answer(422, "refused")
    return _answer(200, filed.deal)


def _answer(status: int, text: str) -> Response:
    return Response(f"{text}\n", status, mimetype="text/plain")
