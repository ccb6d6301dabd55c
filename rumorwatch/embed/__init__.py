"""Embed: from texts to unit rows."""
