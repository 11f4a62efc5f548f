"""Strangers' files are opened in a process of their own, bounded in memory and time: for their kind, smaller, or marked."""

from marketplace.core.confined.asking import File, Rendered, inspect, mark, render

__all__ = ["File", "Rendered", "inspect", "mark", "render"]
