"""Storage: remember."""
