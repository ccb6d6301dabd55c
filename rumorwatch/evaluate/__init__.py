"""Evaluate: measure what the program does."""
