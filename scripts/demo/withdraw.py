"""A buyer's notebook: reads the table and its changes through Delta Sharing. Prints one JSON line."""

import json
import sys

import delta_sharing

table, since = sys.argv[1], sys.argv[2:]
rows = delta_sharing.load_as_pandas(table)
changes = delta_sharing.load_table_changes_as_pandas(table, starting_version=int(since[0])) if since else None
print(json.dumps({
    "version": delta_sharing.get_table_version(table),
    "rows": len(rows),
    "deletes": None if changes is None else int((changes["_change_type"] == "delete").sum()),
    "shownAgain": None if changes is None else int(changes[changes["_change_type"] == "delete"]["payload"].notna().sum()),
}))
