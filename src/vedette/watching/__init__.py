"""Events × zones × occasions → alerts."""
