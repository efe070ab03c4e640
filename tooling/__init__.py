"""What developers run beside the program: the environment, the catalogues, their checks."""
