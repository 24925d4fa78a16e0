"""Write the store of today's schema as SQL text beside this file."""

from __future__ import annotations

import sys

from tests.core.schemas.dump import FOLDER, dump, head

if __name__ == "__main__":
    path = FOLDER / f"{head()}.sql"
    path.write_text(dump(), "utf-8")
    sys.stdout.write(f"{path}\n")
