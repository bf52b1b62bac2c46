"""The HTML pages: templates, static files, and what renders them."""
