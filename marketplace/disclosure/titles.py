"""What a record is called in letters and agreements: as it is, or was last, published."""

from marketplace.listings.models import Achievement


def title_of(achievement: Achievement) -> str:
    """The title of the newest version that came out; the public id when none did."""
    shown = [version for version in achievement.versions if version.published_at]
    return shown[-1].title if shown else achievement.public_id
