"""Comments under videos of YouTube."""
