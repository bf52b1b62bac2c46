"""Training of the models that the package ships. Nothing here is imported at run time."""
