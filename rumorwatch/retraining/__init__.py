"""Retraining: judgments to models that pass the gate, joined with the store and the models in force."""
