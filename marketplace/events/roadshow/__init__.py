"""The agenda of a session beside its meetings: blocks in order with speakers and slides, and what clashes in it."""
