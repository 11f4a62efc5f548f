"""Invented organisations, results and needs: what a fresh installation can show."""
