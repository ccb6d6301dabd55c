"""Label: what to ask analysts, how their answers go together, and what they make."""
