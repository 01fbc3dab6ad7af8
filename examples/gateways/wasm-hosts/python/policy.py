"""Decides requests with policy.wasm. Only ASK and ALLOW are no deny; whatever goes wrong is one."""

from struct import pack
from threading import Lock
from wasmtime import Instance, Module, Store

ASK, ALLOW = 4, 5
FIELDS = ("agent", "action", "resource", "context", "now")


def text(value):
    data = value.encode("utf-8", "surrogatepass")
    return pack("<I", len(data)) + data


def encode(value, request=False):
    if value is None:
        return b"\x00"
    if isinstance(value, bool):
        return b"\x02" if value else b"\x01"
    if isinstance(value, (int, float)):
        return pack("<Bd", 3, value)
    if isinstance(value, str):
        return b"\x04" + text(value)
    if isinstance(value, list):
        return pack("<BI", 5, len(value)) + b"".join(map(encode, value))
    if isinstance(value, bytes):
        return value  # encoded before
    if not isinstance(value, dict):
        return b"\x09"  # no JSON value: refused
    if request:
        return b"\x07" + b"".join(encode(value[f]) if f in value else b"\x08" for f in FIELDS)
    return pack("<BI", 6, len(value)) + b"".join(text(k) + encode(v) for k, v in value.items())


class Policy:
    """May be shared by threads. Bytes that are no sound policy.wasm raise."""

    def __init__(self, wasm):
        self.store, self.lock = Store(), Lock()
        self.wasm = dict(Instance(self.store, Module(self.store.engine, wasm), []).exports(self.store).items())
        constants = ("abi_version", "request", "capacity")
        version, self.buffer, self.capacity = (self.wasm[name].value(self.store) for name in constants)
        if version != 1 or self.decide(None)[0] != 0:
            raise ValueError("policy.wasm is damaged, or has another interface")

    def decide(self, request, explain=False):
        """The code of the decision and, when asked for, the decision as JSON text."""
        return self.run("decide", lambda: encode(request, True), explain)

    def decide_all(self, requests, explain=False):
        """One decision about several requests."""
        head = pack("<BI", 5, len(requests))
        return self.run("decide_all", lambda: head + b"".join(encode(r, True) for r in requests), explain)

    def call(self, name, *arguments):
        return self.wasm[name](self.store, *arguments)

    def run(self, entry, encoded, explain):
        with self.lock:
            try:
                data = encoded()
                self.wasm["memory"].write(self.store, data[: self.capacity], self.buffer)
                code = self.call(entry, min(len(data), self.capacity + 1))
                if code < 0 or not explain:
                    return code, ""
                length, start = self.call("json"), self.call("output")
                text = self.wasm["memory"].read(self.store, start, start + length)
                return (code, text.decode()) if len(text) == length else (-1, "")
            except Exception:  # a trap, or what cannot be encoded
                return -1, ""
