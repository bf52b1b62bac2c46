"""Customers whose truth is known: what they feel is planted, what they write is drawn, and both can be compared."""
