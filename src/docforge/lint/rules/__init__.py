"""The rules, one topic a module: each yields the places where it is broken, and nothing else."""
