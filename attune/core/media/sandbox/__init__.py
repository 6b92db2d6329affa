"""Films are strangers' files: they are opened in a child process behind walls, and nowhere else."""
