"""The benchmarks can be trusted: what they compute, and that each of them runs."""
