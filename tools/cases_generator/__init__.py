"""What reads vm/python/bytecodes.py and writes the evaluators and tables."""
