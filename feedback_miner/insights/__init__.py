"""What the map means: drivers, change, paths, comparisons, effects, alerts. Pure arithmetic on facts and totals."""
