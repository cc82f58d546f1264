"""From rule pages and recorded results to ranked tables, charts and checks.

The flow is load (`catalogue`), compute (`impact`, `evidence`), render (`render`, `chart`). `directives`
and `extension` put what is rendered into pages, `check` refuses what is wrong, `generate` writes what a
build needs.
"""
