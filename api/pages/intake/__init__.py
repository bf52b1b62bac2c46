"""How feedback comes in: imports and their answers, sources."""
