"""The pages of people and organisations."""

from marketplace.accounts.views import about, data, passwords, profile, registering, security, signing, tokens
from marketplace.accounts.views.blueprint import blueprint

__all__ = ["about", "blueprint", "data", "passwords", "profile", "registering", "security", "signing", "tokens"]
