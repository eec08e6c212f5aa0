"""Command line, brief and exports."""
