"""What is said in the chat that the pictures show, in the README as in the tests."""

from __future__ import annotations

QUESTION = "The backup on this box stops at 3 am with “No space left”. How do I find what fills the disk?"
ANSWER = """\
Look at the **largest folders first**, then at files that were deleted but are still open:

```bash
sudo du -xh --max-depth=2 / | sort -h | tail -15
sudo lsof +L1          # deleted, but held open
```

| what you see | what it means |
|---|---|
| `/var/log` is large | a service logs in a loop: `journalctl --disk-usage` |
| `lsof +L1` lists gigabytes | restart that process, and the room is free at once |

If neither shows anything, check **inodes** with `df -i`: many tiny files fill a disk too.
"""
