"""The optimisers: the only room that imports OR-Tools."""
