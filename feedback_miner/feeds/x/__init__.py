"""Posts that X's recent search finds."""
