"""Plans under way: submit, watch, cancel, forget."""
