"""Alert: decide whom to tell what, and why."""
