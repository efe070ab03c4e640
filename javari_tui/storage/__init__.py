"""What Javari keeps: one SQLite file. The only place that knows SQL; rows never leave it."""
