"""Writes of the room of sessions: keyword-only, one transaction each, an actor always."""
