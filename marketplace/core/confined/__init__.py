"""Strangers' files are opened in a process of their own, bounded in memory and time, for their kind or for smaller pictures."""

from marketplace.core.confined.asking import File, Rendered, inspect, render

__all__ = ["File", "Rendered", "inspect", "render"]
