"""Commands for those who develop the project: training and measuring. Not part of the installed package."""
