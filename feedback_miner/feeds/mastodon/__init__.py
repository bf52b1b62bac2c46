"""Posts of a Mastodon server."""
