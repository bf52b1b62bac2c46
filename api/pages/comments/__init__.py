"""The comments that a number counts: lists, cards, labels and why they were given."""
