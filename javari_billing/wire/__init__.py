"""The contract, version 1: values that are checked as they are read, and nothing that knows a server or a database."""
