"""Figures on data given for measuring: `python -m benchmarks NAME --data DIR_OR_FILE`.

One module a benchmark, each with `run(job: Job) -> Figures`. The data stay where they lie; the scorers that lie with
them define the figures.
"""
