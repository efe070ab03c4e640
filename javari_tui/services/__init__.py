"""What Javari can do, without a screen. `open_services` is the one place where things are wired."""
