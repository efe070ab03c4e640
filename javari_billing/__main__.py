"""The `javari-billing` command."""

from __future__ import annotations

import sys


def main() -> int:
    """Run it; what it ends with."""
    try:
        from javari_billing.cli.commands import run  # noqa: PLC0415 - to say what is missing
    except ModuleNotFoundError as error:
        if error.name not in {"cryptography", "fastapi", "stripe", "uvicorn"}:
            raise
        print("The billing server needs a few more packages: pip install 'javari[server]'", file=sys.stderr)
        return 1
    return run()


if __name__ == "__main__":
    sys.exit(main())
