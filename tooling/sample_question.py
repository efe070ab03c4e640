"""What a model asks to do in the picture of the README."""

from __future__ import annotations

from datetime import UTC, datetime

from javari_tui.domain.approvals import ApprovalRequest, Scope
from javari_tui.domain.tool_info import Risk

_DIFF = """\
--- a/backup.sh
+++ b/backup.sh
@@ -3,7 +3,8 @@
 set -euo pipefail

 target=/srv/backup
-rsync -a /var/lib/app "$target"
+find "$target" -mtime +14 -name "*.tar.zst" -delete
+rsync -a --delete /var/lib/app "$target"

 echo "done: $(date -Is)"
"""
CHANGE = ApprovalRequest(
    id="picture",
    fingerprint="picture",
    chat_id=1,
    message_id=1,
    call_id="picture",
    server="Javari",
    tool="edit_file",
    risk=Risk.WRITES,
    arguments=(
        ("path", "backup.sh"),
        ("old", 'rsync -a /var/lib/app "$target"'),
        ("new", 'find "$target" -mtime +14 -name "*.tar.zst" -delete\nrsync -a --delete /var/lib/app "$target"'),
    ),
    folder="/srv/tools",
    diff=_DIFF,
    path="backup.sh",
    scopes=(Scope.ONCE, Scope.CHAT, Scope.ALWAYS),
    expires_at=datetime(2030, 1, 1, 3, 5, tzinfo=UTC),
)
