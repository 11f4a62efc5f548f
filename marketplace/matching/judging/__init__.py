"""Holds a result's values against a need's limits and says, limit by limit, met, unknown or unmet."""
