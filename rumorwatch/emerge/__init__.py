"""Emerging: posts that no claim explains, to groups of one meaning."""
