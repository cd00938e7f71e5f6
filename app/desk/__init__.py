"""What both surfaces share: taking a scenario in, the samples, outputs, languages, access."""
