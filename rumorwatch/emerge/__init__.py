"""Emerge: posts that no reference explains, and what becomes of them."""
