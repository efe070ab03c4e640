"""What is said in the chats of the pictures."""

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

SYSTEMD = """\
Put this into `/etc/systemd/system/bot.service`:

```ini
[Service]
ExecStart=/usr/local/bin/bot
Restart=on-failure
```
"""

EVERY_BLOCK = """\
## What it does

It reads a log line by line and keeps *only errors*, with ~~two~~ **three** limits; see
[the manual](https://docs.python.org/3/library/re.html) for the pattern:

1. lines of at most 4 KB
2. levels as words:
   - `ERROR`
   - `FATAL`
3. times in UTC
- [x] tested
- [ ] documented

> It never waits for more than a second.
> The rest is dropped.

```python
import re

LINE = re.compile(r"(?P<time>\\d\\d:\\d\\d) (?P<level>\\w+) (?P<text>.*)")


def errors(lines: list[str], most: int = 100) -> list[str]:
    \"\"\"The first errors.\"\"\"
    found = [line for line in lines if (match := LINE.match(line)) and match["level"] == "ERROR"]
    return found[:most]  # enough
```

| level | meaning | count |
|:------|:-------:|------:|
| ERROR | something failed | 40 |
| FATAL | 服务已停止 | 2 |

---

That is all.
"""
