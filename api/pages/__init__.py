"""The web pages: a folder a subject; what all of them share is here."""
