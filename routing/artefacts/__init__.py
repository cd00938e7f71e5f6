"""What stages hand to each other: frozen dataclasses with arrays, never written to a file."""
