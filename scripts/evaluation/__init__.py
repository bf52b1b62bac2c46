"""How good the models are: measured beside others, on labels and test sets that none of them was trained on."""
