"""Requests to places that may be slow, broken or unfriendly: limits, redirects, errors for people."""
