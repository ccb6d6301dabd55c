"""Rank: what to answer first."""
