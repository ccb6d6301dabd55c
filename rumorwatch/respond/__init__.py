"""Respond: who answers what by when, and what came of it."""
