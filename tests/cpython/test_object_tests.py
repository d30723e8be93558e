"""CPython's own tests of objects, classes and memory, run by the VM: the groups that a run of all tests can bear.

The rest takes longer, for example ``python -m vm -m unittest -v test.test_set``.
"""

import pytest

from tests.cpython.test_library_tests import NO_PROCESSES, TIME_LIMIT, Group
from tests.cpython.test_library_tests import test_library_tests as check_group

NO_SPLIT_TABLES = "a class has no table of shared keys (tests/differences/instance_dict_size.py)"
PLAIN_NAMES = "a look-up by a C function of a name among builtins runs no guest code"
BY_THE_HOST = "the host converts numbers: _pylong is not called"
NO_TIME_PASSES = "the clock is virtual: a conversion takes no time, so that none is twice as fast"
LYING_KEYWORD = "a keyword that is a str subclass is known by its text, whatever its __eq__ says"
NO_PICKLE_BUFFER = "pickle is the one in Python, which has no PickleBuffer"

GROUPS = (
    Group("test_exception_group test_except_star test_baseexception test_exception_variations test_raise "
          "test_with test_super test_property test_isinstance", 328, skipped=6),
    Group("test_list test_tuple test_slice test_enumerate test_defaultdict", 213, skipped=1),
    Group("test_dict test_dictviews test_iter test_userdict test_userlist", 261, skipped=4, failing={
        "test_dict.DictTest.test_splittable_popitem": NO_SPLIT_TABLES,
        "test_dict.DictTest.test_splittable_to_generic_combinedtable": NO_SPLIT_TABLES,
        "test_iter.TestCase.test_reduce_mutating_builtins_iter": PLAIN_NAMES,
    }),
    Group("test_bool test_int test_index test_binop test_augassign test_unpack test_richcmp test_compare "
          "test_typechecks", 186, skipped=2, failing={
        **{f"test_int.{name}DigitLimitsTests.test_denial_of_service_prevented_{way}": NO_TIME_PASSES
           for name in ("IntStr", "IntSubclassStr") for way in ("int_to_str", "str_to_int")},
        "test_int.PyLongModuleTests.test_pylong_misbehavior_error_path_from_str": BY_THE_HOST,
        "test_int.PyLongModuleTests.test_pylong_misbehavior_error_path_to_str": BY_THE_HOST,
    }),
    Group("test_float test_complex test_format test_memoryview", 247, skipped=22, failing={
        "test_memoryview.OtherTest.test_picklebuffer_reference_loop": NO_PICKLE_BUFFER,
    }),
    Group("test_generators test_coroutines test_asyncgen test_genexps test_listcomps test_setcomps "
          "test_dictcomps test_metaclass test_descrtut test_yield_from", 348, skipped=4, failing={
        "test_coroutines.UnawaitedWarningDuringShutdownTest.test_unawaited_warning_during_shutdown":
            NO_PROCESSES,
    }),
    Group("test_fstring test_string test_string_literals test_eof test_funcattrs", 182, failing={
        "test_fstring.TestCase.test_debug_in_file": NO_PROCESSES,
        "test_fstring.TestCase.test_filename_in_syntaxerror": NO_PROCESSES,
        "test_fstring.TestCase.test_syntax_warning_infinite_recursion_in_file": NO_PROCESSES,
        "test_eof.EOFTestCase.test_EOFS_with_file": NO_PROCESSES,
        "test_eof.EOFTestCase.test_line_continuation_EOF_from_file_bpo2180": NO_PROCESSES,
    }),
    Group("test_call test_extcall test_frame test_decorators test_dynamicclassattribute test_subclassinit "
          "test_abc test_class", 395, skipped=148, failing={
        "test_call.CFunctionCallsErrorMessages.test_varargs18_kw": LYING_KEYWORD,
        "test_call.CFunctionCallsErrorMessages.test_varargs19_kw": LYING_KEYWORD,
        "test_frame.TestIncompleteFrameAreInvisible.test_issue95818": NO_PROCESSES,
    }),
)


@pytest.mark.timeout(TIME_LIMIT + 10)
@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.names.split()[0])
def test_object_tests(group, tmp_path):
    check_group(group, tmp_path)
