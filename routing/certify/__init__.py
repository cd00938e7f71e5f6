"""A plan's lower bound priced again in code of its own."""
