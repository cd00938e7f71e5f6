"""Tariffs to fen: every price of the contract, with one named rounding."""
