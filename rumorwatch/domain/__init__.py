"""The nouns of rumorwatch: frozen, without input or output."""
