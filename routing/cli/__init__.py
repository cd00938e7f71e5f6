"""The command line: one file a verb, exit codes as in the contract."""
