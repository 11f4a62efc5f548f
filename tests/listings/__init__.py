"""Achievements: arithmetic, rules, services, pages."""
