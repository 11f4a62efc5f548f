"""Moving an installation between databases, backing it up and bringing it back."""
