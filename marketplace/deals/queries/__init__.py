"""Reading deals, each read limited to what the actor may see."""

from marketplace.deals.queries.records import deal_for, last_undoable, live_deal_of, log_of, pair_name, seen

__all__ = ["deal_for", "last_undoable", "live_deal_of", "log_of", "pair_name", "seen"]
