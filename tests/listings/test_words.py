"""Every sentence and name of the rules has an English text."""

from datetime import date

from marketplace.listings import bounds, completeness, naming
from marketplace.listings.content import AchievementContent
from marketplace.listings.naming import NAMES
from marketplace.web.language import merged_catalogue
from tests.factories import COMPLETE


def test_every_field_of_an_achievement_has_a_name_in_both_languages() -> None:
    english = merged_catalogue("en")
    fields = [name for name in AchievementContent.__dataclass_fields__ if name != "extra"]

    assert [name for name in fields if name not in NAMES] == []
    assert [name for name in NAMES.values() if not english.get(name)] == []


def test_every_act_reason_and_cell_has_an_english_name() -> None:
    english = merged_catalogue("en")
    words = [*naming.ACTS.values(), *naming.REASONS.values(), *naming.CLAIM_NAMES.values()]
    words += [word for cells in naming.CELLS.values() for word in cells.values()]

    assert [word for word in words if not english.get(word)] == []


def test_every_sentence_about_a_lack_has_an_english_text() -> None:
    english = merged_catalogue("en")
    empty = completeness.assess(AchievementContent(), "", date(2026, 1, 1)).lacks
    leaks = list(completeness.LEAKS.values())

    sentences = [*(lack.sentence for lack in empty), *leaks, bounds.TOO_LONG, bounds.NEGATIVE, bounds.NOT_FINITE]
    assert [sentence for sentence in sentences if not english.get(sentence)] == []
    assert completeness.assess(COMPLETE, "", date(2026, 1, 1)).lacks == ()
