"""The pages of deals: the desk, one deal, opening, the sides' own list, mail that comes in."""

from marketplace.deals.views import acts, calendar, deal, desk, mail, opening
from marketplace.deals.views.blueprint import blueprint

__all__ = ["acts", "blueprint", "calendar", "deal", "desk", "mail", "opening"]
