"""Bodies: what fetched bytes are, and how they become text and dates."""
