"""The planning engine: from a scenario to an audited plan.

The flow and the layers are drawn in ``routing/DECISIONS.md``; words are in ``routing/GLOSSARY.md``.
"""
