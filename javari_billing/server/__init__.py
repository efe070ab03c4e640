"""The contract over HTTP: each request is read, checked, carried out in one transaction and answered."""
