import requests
from requests.structures import CaseInsensitiveDict

req = requests.Request("POST", "http://host.example/p?a=1", params={"b": [2, 3]}, json={"k": [1, None]},
                       headers={"X": "y"}, cookies={"c": "d"}, auth=("user", "pw")).prepare()
print(req.method, req.url, req.body, sorted(req.headers.items()))
form = requests.Request("PUT", "http://h.example/", data={"x": "ä b"}).prepare()
print(form.body, form.headers["Content-Type"])
d = CaseInsensitiveDict({"Content-Type": "x"})
print(d["content-type"], d)


class Answer(requests.adapters.BaseAdapter):
    def send(self, request, **kwargs):
        response = requests.Response()
        response.status_code, response.url, response.request = 404, request.url, request
        response._content, response.encoding = b'{"ok": false}', "utf-8"
        return response

    def close(self): ...


with requests.Session() as session:
    session.mount("test://", Answer())
    got = session.get("test://somewhere")
    print(got, got.json(), got.ok, got.reason)
    try:
        got.raise_for_status()
    except requests.HTTPError as err:
        print(err)
for url in ("nothing", "http://", "http://*bad"):
    try:
        requests.get(url)
    except requests.RequestException as err:
        print(type(err).__name__, err)
