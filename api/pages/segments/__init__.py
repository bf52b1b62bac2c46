"""Groups of customers: saved ones, those that stand out, two side by side."""
