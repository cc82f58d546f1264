"""Print the memory at the peak of a report beside the size of its file, as the file grows."""

import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory

from examples.memory.stream_files import after, before, before_array
from examples.memory.stream_files.requests import write_array, write_lines

if __name__ == "__main__":
    print("file       json.load  read().splitlines()  line by line")
    with TemporaryDirectory() as folder:
        log, array = Path(folder, "requests.jsonl"), Path(folder, "requests.json")
        for requests in (2_000, 4_000, 8_000):
            write_lines(log, requests)
            write_array(array, requests)
            peaks = []
            for version in (before_array, before, after):
                path = array if version is before_array else log
                tracemalloc.start()
                version.milliseconds_by_route(path)
                peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
                tracemalloc.stop()
            size = log.stat().st_size / 1e6
            print("{:.1f} MB  {:6.1f} MB  {:16.1f} MB  {:9.2f} MB".format(size, *peaks))
