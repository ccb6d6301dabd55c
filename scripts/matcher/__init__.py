"""Fitting the constants of matching."""
