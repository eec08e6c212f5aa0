"""Event datasets: rows → readings, each value pointing at the words of its own row."""
