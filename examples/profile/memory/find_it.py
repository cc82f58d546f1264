"""Load a catalogue twice in a new process for each tool: what the tool gives to each line."""

import json
import linecache
import platform
import tracemalloc

from examples.profile.memory import after, after_frames, before, catalogue
from examples.profile.memory.catalogue import export
from examples.profile.memory.fresh import found

TOOLS = {"process": before, "traced": after, "frames": after_frames}

if __name__ == "__main__":
    print(f"Python {platform.python_version()}, kilobytes by line, products loaded twice")
    loads = [each for tool in TOOLS.values() for each in found(tool, products=1_000, loads=2)]
    print(*(f"{name:>8}    again" for name in TOOLS))
    for place in sorted({place for each in loads for place in each}):
        kilobytes = [each[place] / 1e3 for each in loads]
        file, _, number = place.partition(":")
        if max(kilobytes) >= 1:
            in_load = file == "catalogue.py"
            text = linecache.getline(catalogue.__file__, int(number)).strip() if in_load else place
            print(*(f"{each:8.0f}" for each in kilobytes), "", text)

    lines = export(products=1_000)
    tracemalloc.start()
    rows = [json.loads(line) for line in lines]
    traced, own = tracemalloc.get_traced_memory()[0], tracemalloc.get_tracemalloc_memory()
    print(f"{len(rows)} rows: {traced / 1e6:.1f} MB traced, {own / 1e6:.1f} MB for tracemalloc itself")
