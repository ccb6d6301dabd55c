"""Channels: each kind of way to tell people, opened and spoken to."""
