e = ValueError("leaf")
for i in range(13):
    e = ExceptionGroup(f"level {i}", [e, KeyError(i)] if i % 3 == 0 else [e])
raise e
