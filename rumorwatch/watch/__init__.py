"""Watching the watcher: what tells others whether scans go well, and what is wrong when they do not."""
