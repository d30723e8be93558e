"""`id(A()) == id(A())` is True from the start; in CPython only after some instances of the class.

Why: CPython leaves room for the values of thirty attributes in the first instance of a class, and for one less in each
that follows, so the first instances are of different sizes and a freed one's block does not fit the next. The
VM's allocator takes all instances of a class to be of one size: how large one was cannot be told when it
dies, unless every allocation recorded it.

What would remove it: the count of instances made, kept on the class, and each instance's size, kept while the
program looks at addresses.
"""


class A:
    pass


print(id(A()) == id(A()))
