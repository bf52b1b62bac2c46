"""Reviews in Google Play."""
