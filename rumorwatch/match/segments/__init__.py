"""Segments: a long list of references, encoded once, kept outside memory, and searched by its most promising parts."""
