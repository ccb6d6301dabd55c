"""Parts of scripts/benchmark foresight and of the training of what foresees."""
