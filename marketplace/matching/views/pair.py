"""One pair: need left, result right, limit by limit."""

from flask import render_template, request

from marketplace.core.errors import NotFound
from marketplace.matching import talks
from marketplace.matching.asking import asked_by
from marketplace.matching.comparing import Comparison, compare, worst_first
from marketplace.matching.finding import judge_card
from marketplace.matching.judging.verdicts import Answer
from marketplace.matching.pairs import terms_of
from marketplace.matching.policies import speaking_sides
from marketplace.matching.queries import facts_of, public_parameters
from marketplace.matching.rules import Reason
from marketplace.matching.views.blueprint import blueprint
from marketplace.matching.views.lists import public_card
from marketplace.matching.why import reasons
from marketplace.needs import policies, queries
from marketplace.needs.cards import card_of
from marketplace.needs.rules import VISIBLE
from marketplace.needs.wording import SIGNS, figure
from marketplace.taxonomy.terms import Operator
from marketplace.web.access import allow, anyone
from marketplace.web.security import limiter
from marketplace.web.state import actor, session


@blueprint.get("/needs/<public_id>/matches/<result_id>")
@limiter.limit("120 per minute")
@allow(anyone)
def pair(public_id: str, result_id: str) -> str:
    """A need and a result side by side; the address is the pair's own."""
    need = queries.get_need(session(), actor(), public_id)
    result = public_card(result_id)
    asked = asked_by(need)
    parameters = public_parameters(session(), [result_id])
    rows = worst_first(compare(judge_card(asked, result, parameters.get(result_id, ()))))
    card = card_of(need, actor())
    facts = facts_of(session(), [result_id])
    if result_id not in facts:
        raise NotFound("没有编号为“%(id)s”的成果。它可能已被移走，或编号有误。", id=result_id)
    achievement = talks.get_achievement(session(), result_id)
    sides = speaking_sides(actor(), need, achievement)
    only_open = bool(request.args.get("open"))
    return render_template(
        "matching/pair.html",
        need=need,
        card=card,
        result=result,
        rows=[row for row in rows if not only_open or row.answer is not Answer.MET],
        counts={answer.value: sum(row.answer is answer for row in rows) for answer in Answer},
        total=len(rows),
        confirmed=bool(need.constraints),
        broken=[row for row in rows if row.answer is Answer.UNMET and not row.wish],
        unknown=[row for row in rows if row.answer is Answer.UNKNOWN],
        only_open=only_open,
        reasons=reasons(card, result, facts[result_id], terms_of(session(), need, result_id)),
        mine=policies.can_edit(actor(), need),
        may_speak=bool(sides) and need.state in VISIBLE and need.owner_id != achievement.owner_id,
        talks=talks.approaches_on(session(), actor(), need, achievement),
        aside=talks.find_decline(session(), need, achievement, sides[0]) if sides else None,
        decline_reasons=list(Reason),
        wanted_words=wanted_words,
    )


def wanted_words(row: Comparison) -> str:
    """≤ 2.6 GJ/t, as it goes into a question."""
    if row.operator == "between" and row.value2 is not None:
        limit = f"{figure(row.value)}～{figure(row.value2)}"
    else:
        limit = f"{SIGNS[Operator(row.operator)]} {figure(row.value)}"
    return f"{limit} {row.unit}".rstrip()
