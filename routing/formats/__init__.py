"""Documents to bytes and bytes to documents."""
