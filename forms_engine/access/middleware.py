"""Refuses every page that declares no action, and every person without a second factor."""
