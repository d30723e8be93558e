"""What CPython keeps in Python/: evaluator, life cycle, compiler, imports."""
