"""Reads of the room of sessions."""
