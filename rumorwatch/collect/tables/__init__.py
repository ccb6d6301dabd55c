"""Tables: rows from files and to files, and what their columns mean."""
