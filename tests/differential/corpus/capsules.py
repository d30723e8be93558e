"""Capsules of C modules: their type, whether the collector sees them."""
import _datetime
import _socket
import datetime
import gc
import sys
import types

for capsule in (_datetime.datetime_CAPI, _socket.CAPI):
    print(type(capsule), isinstance(capsule, types.CapsuleType), repr(capsule).split(" at ")[0],
          gc.is_tracked(capsule), gc.get_referents(capsule), sys.getsizeof(capsule))
try:
    types.CapsuleType()
except TypeError as e:
    print(e)
print("datetime_CAPI" in dir(datetime))
