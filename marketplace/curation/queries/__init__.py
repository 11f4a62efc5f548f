"""Reading the curators' room; every function refuses whoever is not a curator."""
