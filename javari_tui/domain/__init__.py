"""What Javari is about: values, rules, errors. No I/O, no third-party imports."""
