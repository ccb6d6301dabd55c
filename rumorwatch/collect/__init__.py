"""Collect: from the world to RawItem."""
