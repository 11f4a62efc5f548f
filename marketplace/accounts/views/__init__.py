"""The pages of people and organisations."""

from marketplace.accounts.views import signing
from marketplace.accounts.views.blueprint import blueprint

__all__ = ["blueprint", "signing"]
