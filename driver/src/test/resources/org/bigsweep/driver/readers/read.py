"""Prints each CSV file of a folder as pandas reads it: per column its type and its values as text."""
import json
import pathlib
import sys

import pandas

views = {}
for file in sorted(pathlib.Path(sys.argv[1]).glob("*.csv")):
    # by default pandas is off in a number's last digit
    frame = pandas.read_csv(file, float_precision="round_trip")
    views[file.stem] = {
        name: {
            "type": str(frame[name].dtype),
            "values": [None if pandas.isna(value) else str(value) for value in frame[name].tolist()],
        }
        for name in frame.columns
    }
json.dump(views, sys.stdout)
