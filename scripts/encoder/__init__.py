"""Training of the shipped encoders."""
