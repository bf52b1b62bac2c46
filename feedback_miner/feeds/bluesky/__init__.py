"""Posts that Bluesky's search finds."""
