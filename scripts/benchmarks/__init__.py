"""Benchmarks that are too long for ``scripts/benchmark``, which calls them."""
