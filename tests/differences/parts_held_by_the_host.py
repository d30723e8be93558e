"""A text stream's codecs are held by the host, so a cycle through them has fewer objects.

Why: in CPython the incremental codecs of a text stream are objects of their own; each is one more in what
gc.collect() returns. Here the codecs of the host do that work, for speed.
"""
import gc
import io

gc.collect()
raw = io.BytesIO()
raw.text = io.TextIOWrapper(raw, encoding="utf-8")
del raw
print("text", gc.collect())
