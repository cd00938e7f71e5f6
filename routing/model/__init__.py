"""The documents of Zhida: scenario in, plan out. Nouns and shapes only, no rule arithmetic."""
