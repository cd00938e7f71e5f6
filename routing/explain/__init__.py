"""Why somebody was left out, and the smallest repair."""
