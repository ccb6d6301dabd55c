"""Guards: differences of fact between a post and a claim that are about the same matter (domain.md, Matching)."""
