"""How messages of a place are followed: where a pull begins and goes on, what was edited or is gone."""
