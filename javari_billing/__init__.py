"""The billing endpoint of Javari: the contract, the ledger that keeps it, and in time the server.

wire/    what goes over the line: values, problem types, the table of endpoints, the OpenAPI document
engine/  accounts, grants, holds and the ledger, in SQLite or PostgreSQL

The app does not import this package, nor this package the app: between them there is only the wire.
"""
