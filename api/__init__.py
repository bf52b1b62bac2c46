"""The web: validates, makes one call of `feedback_miner.mining`, serialises."""
