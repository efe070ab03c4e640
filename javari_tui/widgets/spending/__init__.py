"""What the page of credits is made of: bars, columns, rows of figures, lines of the ledger."""
