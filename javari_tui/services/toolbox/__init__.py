"""What models may call, and carrying it out."""
