"""What the program costs: each step in turn, beside others, on the machine at hand."""
