"""Entries of RSS and Atom feeds."""
