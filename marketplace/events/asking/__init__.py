"""Asking for a meeting: a party asks another, which accepts, declines or lets the time run out."""
