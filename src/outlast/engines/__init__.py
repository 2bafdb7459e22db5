"""One package for each question that outlast answers."""
