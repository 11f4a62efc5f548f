"""The checks that several acts share."""

from marketplace.core.clock import now
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.needs.bounds import out_of_bounds
from marketplace.needs.completeness import assess
from marketplace.needs.content import NeedContent
from marketplace.needs.mapping import read_content
from marketplace.needs.models import NeedRevision, NeedRow
from marketplace.needs.rules import LIFECYCLE, NeedAction


def move(need: NeedRow, action: NeedAction) -> None:
    """Bring a need to the state after the action, or raise Conflict; the lock rises with every act."""
    need.state = LIFECYCLE.next_state(need.state, action)
    touch(need)


def touch(need: NeedRow) -> None:
    need.lock += 1
    need.updated_at = now()
    if isinstance(need, NeedRevision):
        need.need.updated_at = need.updated_at  # own lists go by the latest change of either text


def refuse_stale(need: NeedRow, lock: int | None) -> None:
    """Stop an act that was decided on older content; None means that the caller has just read it."""
    if lock is not None and need.lock != lock:
        raise Conflict("这条需求在您打开之后被改过。请刷新页面，核对后再操作。")


def refuse_out_of_bounds(content: NeedContent) -> None:
    """Stop what could not even be stored."""
    faults = out_of_bounds(content)
    if faults:
        raise InvalidInput("有内容不符合要求，请按提示修改。", faults)


def refuse_unready(need: NeedRow) -> None:
    """Stop what may not stand before the public: gaps, and an anonymous need that names its owner."""
    wrong = assess(read_content(need), owner_names(need)).blocking
    if wrong:
        raise InvalidInput("还有 %(n)s 处要改，改好后才能提交或发布。", wrong, n=len(wrong))


def owner_names(need: NeedRow) -> tuple[str, ...]:
    """Everything that the owner is known by."""
    names = (need.owner.name, need.owner.english, need.owner.credit_code or "")
    return tuple(name for name in names if name)
