"""What the journey map's page shows, and its drawings."""
