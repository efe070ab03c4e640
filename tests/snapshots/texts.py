"""What else is said in the chats of the pictures."""

from __future__ import annotations

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

CHANGE = """Two places:

```diff
diff --git a/counting.py b/counting.py
--- a/counting.py
+++ b/counting.py
@@ -10,6 +10,7 @@ def count(path: Path) -> int:
     # Lines of a file.
     total = 0
-    for line in path.read_text().split("\\n"):
-        total += 1
+    for line in path.read_text().splitlines():
+        if line.strip():
+            total += 1
     return total
@@ -41,3 +42,3 @@ def main() -> None:
     path = Path(sys.argv[1])
-    print(count(path))  # all lines
+    print(count(path), "lines")  # all that say something
     sys.exit(0)
diff --git a/README.md b/README.md
--- a/README.md
+++ b/README.md
@@ -1,2 +1,2 @@
 # Counting
-Counts the lines of a file.
+Counts the lines of a file that are not empty.
```

Nothing else uses it."""
