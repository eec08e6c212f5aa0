"""From report to reading."""
