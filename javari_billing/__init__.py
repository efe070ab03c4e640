"""The billing endpoint of Javari: the contract, and in time the reference server that keeps it.

wire/    what goes over the line: values, problem types, the table of endpoints, the OpenAPI document

The app does not import this package, nor this package the app: between them there is only the wire.
"""
