"""Labeling: the queue of questions and what was answered, joined with the store and the models."""
