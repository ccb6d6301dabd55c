"""Normalize: from RawItem to Post."""
