"""The billing endpoint of Javari: the contract, and the reference server that keeps it.

wire/    what goes over the line: values, problem types, the table of endpoints, the OpenAPI document
engine/  accounts, grants, holds and the ledger, in SQLite or PostgreSQL
server/  the contract over HTTP
cli/     `javari-billing`: running it, and administration

The app does not import this package, nor this package the app: between them there is only the wire.
"""
