"""What the team does and is told: actions, alerts, keys."""
