"""Match: posts beside claims and statements."""
