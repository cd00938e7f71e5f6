"""Coaches with more stops on one side than the table lists."""
