"""The pages of contracts."""

from marketplace.contracts.views import acts, carbon, commissions, drafting, lists, papers, payments, registration
from marketplace.contracts.views.blueprint import blueprint

__all__ = ["acts", "blueprint", "carbon", "commissions", "drafting", "lists", "papers", "payments", "registration"]
