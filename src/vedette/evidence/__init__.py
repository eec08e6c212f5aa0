"""Evidence: what was captured is kept as it was, and can be checked offline."""
