def f(**kw): return kw["missing"]
result = f(
    a=1,
    b=2,
    c=[
        1,
        2,
    ],
    d=4,
)
