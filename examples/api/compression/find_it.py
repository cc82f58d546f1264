"""What curl receives from a server that does not compress, and from one that does."""

import subprocess

from examples.harness import demo

with demo() as bench:
    for variant in ("before", "after"):
        url = bench.serve(f"examples.api.compression.{variant}:app").url
        command = ["curl", "--silent", "--dump-header", "-", "--output", "/dev/null"]
        command += ["--header", "Accept-Encoding: gzip", f"{url}/products?limit=100"]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
        print(variant, *answer.stdout.split("\n"), sep="\n  ")
