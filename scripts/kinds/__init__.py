"""Fitting the model of post kinds (scripts/train_kinds)."""
