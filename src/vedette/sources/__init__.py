"""One adapter a kind of input: bytes to reports."""
