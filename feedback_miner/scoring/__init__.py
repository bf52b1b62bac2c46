"""Scoring: a trained model behind the `Scorer` port. The only room that imports torch."""
