"""The pages of the room of sessions, short functions by subject."""
