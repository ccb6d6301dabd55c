"""Statements: which official statement answers a claim, and which contradict each other."""
