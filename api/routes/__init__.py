"""The routes, one file for each subject. Each is a few lines: what it takes, one call, what it gives."""
