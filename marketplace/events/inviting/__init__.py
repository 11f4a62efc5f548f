"""The invitation list of a session: owners of results and needs that fit its theme, chosen, written to, and what they answered."""
