"""Tariffs to fen, with one named rounding."""
