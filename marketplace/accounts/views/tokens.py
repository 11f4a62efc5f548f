"""A person's API tokens."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.accounts import queries, services
from marketplace.accounts.forms.settings import TokenForm
from marketplace.accounts.models import ApiToken
from marketplace.accounts.views.blueprint import blueprint
from marketplace.accounts.views.limits import by_person
from marketplace.core.actor import Scope
from marketplace.core.errors import InvalidInput
from marketplace.web.access import allow, offered_scopes, signed_in
from marketplace.web.failures import blame
from marketplace.web.formats import term
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction


@blueprint.route("/account/tokens", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"], key_func=by_person)
@allow(signed_in)
def tokens() -> Response | str | tuple[str, int]:
    """The secret of a new token is on the answer to its making and nowhere else."""
    form = TokenForm()
    form.offer(offered_scopes(), {scope: term(scope) for scope in Scope})
    if not form.is_submitted():
        return _page(form)
    if form.validate():
        command = services.NewToken(
            name=form.name.data,
            scopes=frozenset(scope for scope in offered_scopes() if scope.value in (form.scopes.data or ())),
            days=int(form.days.data) if form.days.data.isdigit() else 0,
        )
        try:
            with transaction() as writing:
                token, secret = services.create_token(writing, actor(), command)
            fresh = TokenForm(formdata=None)
            fresh.offer(offered_scopes(), {scope: term(scope) for scope in Scope})
            answer = make_response(_page(fresh, token, secret))
            answer.headers["Cache-Control"] = "no-store"
            return answer
        except InvalidInput as wrong:
            blame(form, wrong)
    return _page(form), 422


@blueprint.post("/account/tokens/<int:number>/revoke")
@allow(signed_in)
def revoke_token(number: int) -> Response:
    with transaction() as writing:
        services.revoke_token(writing, actor(), number)
    flash(_("令牌已作废，立即失效。"), "success")
    return redirect(url_for(".tokens"), 303)


def _page(form: TokenForm, made: ApiToken | None = None, secret: str = "") -> str:
    shown = queries.tokens_of(session(), actor())
    return render_template(
        "accounts/tokens.html", form=form, tokens=shown, alive=services.is_alive, made=made, secret=secret
    )
