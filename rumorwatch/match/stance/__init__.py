"""Stance: what a post does with a claim, by a small model over words, cues, punctuation and encoder rows."""
