"""Questions for tests: what tools might ask the user."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from javari_tui.domain.approvals import ApprovalRequest, Scope, TrustRequest
from javari_tui.domain.tool_info import Risk

DIFF = """--- a/src/app.py
+++ b/src/app.py
@@ -1,5 +1,6 @@
 import sys
-def main():
-    print("hello")
+def main(name: str) -> None:
+    print(f"hello {name}")
+    return

 main()
"""

COMMAND = ApprovalRequest(
    id="1",
    fingerprint="f",
    chat_id=1,
    message_id=1,
    call_id="c",
    server="Javari",
    tool="run_command",
    risk=Risk.RUNS,
    arguments=(("command", '["git", "status"]'), ("folder", "."), ("seconds", "60")),
    folder="/srv/shop",
    command=("git", "status"),
    subject="git status",
    scopes=tuple(Scope),
    expires_at=datetime(2026, 11, 23, 14, 5, tzinfo=UTC),
)
CHANGE = replace(
    COMMAND,
    tool="edit_file",
    risk=Risk.WRITES,
    command=(),
    subject="",
    path="src/app.py",
    diff=DIFF,
    arguments=(("path", "src/app.py"), ("old", "def main():\n\tprint()"), ("new", "x")),
)
FOLDER = TrustRequest(id="2", folder="/srv/shop", warnings=("Others can write here.",))
