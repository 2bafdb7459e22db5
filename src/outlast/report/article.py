"""An article written back with each figure coloured by its verdict."""
