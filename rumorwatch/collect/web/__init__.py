"""Web: fetching over HTTP under limits, politely."""
