"""People's data, apart from everything else."""
