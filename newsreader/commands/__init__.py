"""The commands, one module each: `run(arguments)` calls the desk, prints, and returns the exit code."""
