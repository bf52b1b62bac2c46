"""Posts of a Discourse forum."""
