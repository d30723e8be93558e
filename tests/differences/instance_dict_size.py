"""sys.getsizeof of an instance's ``__dict__``.

1. What differs: the VM says the size of the first instance's dict for every instance of a class.
2. Why: in CPython the size depends on the class's table of shared keys, which gives up one place with each
   instance that is made. The VM keeps attributes in a plain host dict; counting instances would cost every
   creation of an object.
3. What would remove it: a model of the shared keys of a class.
"""

import sys


class A:
    pass


print([sys.getsizeof(A().__dict__) for _ in range(3)])
