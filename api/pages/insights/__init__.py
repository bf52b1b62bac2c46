"""What hurts, what delights, and what to mend first."""
