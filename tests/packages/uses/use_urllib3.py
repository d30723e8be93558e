import urllib3
from urllib3._collections import HTTPHeaderDict
from urllib3.exceptions import HTTPError
from urllib3.filepost import encode_multipart_formdata
from urllib3.util import Retry, Timeout, parse_url

url = parse_url("HTTP://user@Example.COM:8080/a b/../c?q=1#f")
print(url, url.host, url.port, url.path, url.query, url.netloc)
h = HTTPHeaderDict({"A": "1"})
h.add("a", "2")
h.extend({"B": "3"})
print(h, h["a"], h.getlist("A"), list(h.items()))
r = Retry(3, backoff_factor=0.1, status_forcelist=[500])
print(r.increment("GET", "/"), r.is_retry("GET", 500), Timeout(connect=1, read=2).connect_timeout)
print(encode_multipart_formdata({"k": "v", "f": ("n.txt", b"data", "text/plain")}, boundary="XX"))
try:
    urllib3.PoolManager(retries=False).request("GET", "http://127.0.0.1:9/", timeout=0.2)
except HTTPError as err:
    print(type(err).__name__)
