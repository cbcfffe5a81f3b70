"""Recordings and their metadata in from folders: `qa import PATH…` takes them once, `qa watch` as they arrive.

columns   one row of metadata to facts about a call      sheets   a CSV or JSON file to rows
sidecar   which row belongs to which recording           folder   what lies under the paths that were given
intake    a recording to a call, exactly like an upload  arrivals, shelves, watch   the watched folder
"""
