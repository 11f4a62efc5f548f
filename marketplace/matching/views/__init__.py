"""The pages of matching: what fits a need, whom a result serves, one pair, a portfolio."""

from marketplace.matching.views import echo, learning, lists, pair, rankers, talking
from marketplace.matching.views.blueprint import blueprint

__all__ = ["blueprint", "echo", "learning", "lists", "pair", "rankers", "talking"]
