"""Learning from what people do with pairs: outcomes, rankers of an organisation's own, and which of them is in use."""
