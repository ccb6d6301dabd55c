"""Train: judgments to models, each behind a gate."""
