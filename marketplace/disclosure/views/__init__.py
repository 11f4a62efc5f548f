"""Pages of access: asking, deciding, agreements, the log."""

from marketplace.disclosure.views import agreements, asking, owned
from marketplace.disclosure.views.blueprint import blueprint

__all__ = ["agreements", "asking", "blueprint", "owned"]
