"""Files that wait in quarantine are looked through again until the scanner answers."""

from sqlalchemy import select, union, update
from sqlalchemy.orm import Session

from marketplace.core.files import Store
from marketplace.core.scanning import Scanner, Verdict
from marketplace.listings.shelved import kinds_of_files

AT_ONCE = 20


def scan_held(session: Session, store: Store, scanner: Scanner) -> int:
    """Scan the content that was held back, each once however many rows name it; how many are settled now."""
    kinds = kinds_of_files()
    named = union(*(select(kind.key).where(kind.scan == Verdict.HELD) for kind in kinds)).subquery()
    settled = 0
    for key in session.scalars(select(named.c.key).order_by(named.c.key).limit(AT_ONCE)).all():
        with store.open(key) as content:
            scan = scanner.scan(content)
        if scan.verdict is Verdict.HELD:
            break  # it cannot be asked now; the next round tries again
        for kind in kinds:
            held = update(kind).where(kind.key == key, kind.scan == Verdict.HELD)
            session.execute(held.values(scan=scan.verdict, finding=scan.found))
        settled += 1
    return settled
