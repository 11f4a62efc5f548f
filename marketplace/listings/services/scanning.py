"""Files that wait in quarantine are looked through again until the scanner answers."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from marketplace.core.files import Store
from marketplace.core.scanning import Scanner, Verdict
from marketplace.listings.models import Attachment

AT_ONCE = 20


def scan_held(session: Session, store: Store, scanner: Scanner) -> int:
    """Scan the content that was held back, each once however many versions name it; how many are settled now."""
    held = (
        select(Attachment.key).where(Attachment.scan == Verdict.HELD).distinct().order_by(Attachment.key).limit(AT_ONCE)
    )
    settled = 0
    for key in session.scalars(held).all():
        with store.open(key) as content:
            scan = scanner.scan(content)
        if scan.verdict is Verdict.HELD:
            break  # it cannot be asked now; the next round tries again
        named = update(Attachment).where(Attachment.key == key, Attachment.scan == Verdict.HELD)
        session.execute(named.values(scan=scan.verdict, finding=scan.found))
        settled += 1
    return settled
