from packaging.markers import Marker
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import InvalidVersion, Version

versions = ["1.0", "1.0a1", "1.0.dev3", "2!0.1", "1.0.post1", "1.0+local.2", "1.10", "1.9"]
print(sorted(map(Version, versions)))
spec = SpecifierSet(">=1.0,!=1.5.*,<2")
print([v for v in ("0.9", "1.0", "1.5.2", "1.9", "2.0", "1.4rc1") if v in spec], spec)
req = Requirement('name[a,b]>=1,<2; python_version < "3.14" and extra == "x"')
print(req.name, sorted(req.extras), req.specifier, req.marker, req.marker.evaluate({"extra": "x"}))
for text in ("a b", "name>>1", "x @"):
    try:
        Requirement(text)
    except InvalidRequirement as err:
        print(err)
try:
    Version("one")
except InvalidVersion as err:
    print(err)
print(canonicalize_name("A._b--C"), sorted(map(str, parse_wheel_filename("foo-1.0-py3-none-any.whl")[3])))
print(Marker("os_name == 'posix' or sys_platform == 'win32'").evaluate())
