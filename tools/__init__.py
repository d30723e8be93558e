"""Generators, the build, and the benchmarks of PyOrrery: nothing here is part of the wheel."""
