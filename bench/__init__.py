"""The benchmarks: how fast, how small and how right the program is, each beside a reference."""
