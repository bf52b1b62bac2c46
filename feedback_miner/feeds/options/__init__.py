"""What options of several kinds have in common: accounts, addresses, secrets, spelling."""
