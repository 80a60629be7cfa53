#!/usr/bin/env python3
"""Checks an evidence bundle with a program that shares no code with Meridian.

It was written from FORMAT.md, a page in every bundle, and needs only Python 3.8 and its standard library. Numbers of sections refer to
that page. It checks manifest, hashes, signatures, the seal of the ledger, the log with its tiles and proofs, and judges eleven invariants
(R1, R2, R3, R4, R7, R8, R15, R16, R17, R27, R28). Then it compares its counts with the audit in the bundle.

    python3 verify.py <bundle> [--key <name+id+base64>] [--policy <file>] [--checkpoint <file>] [--statement <file>] [--core] [--json]
    python3 verify.py --proof <file.tlog-proof> [--key <name+id+base64>] [--policy <file>] [--json]
    python3 verify.py --batch < requests

Exit codes: 0 if the bundle is in order and keeps its promises, 1 if it differs or a promise is broken, 2 if the input cannot be used.
"""

import argparse
import base64
import binascii
import csv
import datetime
import functools
import hashlib
import io
import json
import os
import posixpath
import re
import stat
import struct
import sys
from urllib.parse import quote

JUDGED = ["R1", "R2", "R3", "R4", "R7", "R8", "R15", "R16", "R17", "R27", "R28"]
CORE = ["manifest.json", "manifest.note", "scenario.json", "ledger/ledger.bin", "ledger/audit.json", "tables/law.json"]
# The closed list of section 2: choice, origin (None: no manifest lists it), whether it may be compressed, and files.
FILES = [
    ("always", None, False, ["manifest.json", "manifest.note", "log/checkpoint", "log/tile/\u2026"]),
    ("always", "kept", False, ["ledger/ledger.bin", "scenario.json", "run.json"]),
    ("always", "recomputed", False, ["tables/law.json", "ledger/audit.json", "FORMAT.md"]),
    ("always", "recomputed", False, ["ledger/violations.ndjson", "ledger/violations.csv", "ledger/cases.idx", "tables/zones.json", "tables/bases.json"]),
    ("figures", "kept", False, ["summary.json"]),
    ("figures", "recomputed", False, ["report.html"]),
    ("requirements", "kept", False, ["requirements/requirements.yaml"]),
    ("requirements", "recomputed", False, ["requirements/evaluation" + end for end in (".json", ".csv", ".html")]),
    ("cloudevents", "recomputed", True, ["events.ndjson"]),
    ("ocel", "recomputed", True, ["ocel.json"]),
    ("xes", "recomputed", True, ["cases.xes"]),
    ("oscal", "recomputed", False, ["oscal/" + name + ".json" for name in ("catalog", "assessment-plan", "assessment-results", "mapping-collection")]),
    ("csv", "recomputed", False, ["csv/" + name + ".csv" for name in ("accesses", "copies", "transfers", "exceptions", "checks", "law")]),
    ("gdpr", "recomputed", False, ["gdpr/" + name + end for name in ("processing-record", "sub-processors") for end in (".csv", ".html")]),
    ("parquet", "recomputed", False, ["parquet/" + name + ".parquet" for name in ("entries", "cases", "accesses", "copies", "transfers", "waits")]),
]
ANSWERS = "requirements/evaluation"
LISTED = {path + end: (choice, origin) for choice, origin, is_packable, paths in FILES for path in paths for end in ([""] + [".gz"] * is_packable)}
MANIFEST_KEYS = {
    "": ["format", "kind", "scenario", "seed", "replication", "ledger", "key", "files"],
    "scenario.": ["name", "sha256"],
    "ledger.": ["root", "entries"],
    "files[].": ["path", "bytes", "sha256", "origin"],
}
RUN_KEYS = {
    "": ["seed", "replication", "breach", "engine", "preference", "versions", "root", "source", "events", "set"],
    "versions.": ["engine", "timeZones"],
    "preference.": ["file", "sha256"],
}
ASK = "ask the maker for the bundle as `meridian bundle` wrote it"
REMOVE = "remove it, or " + ASK
FOREVER = float("inf")


class BadInput(Exception):
    """The input cannot be used: exit code 2."""


class Broken(Exception):
    """A part of a bundle is not as FORMAT.md says. The text is a sentence without its full stop."""


def sha256(data):
    return hashlib.sha256(data).digest()


# ── JSON (section 1) ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def number_text(value):
    """A number as ECMAScript prints it."""
    if isinstance(value, int):
        return str(value) if -(2**53) < value < 2**53 else float_text(float(value))
    return float_text(value)


@functools.lru_cache(maxsize=4096)
def float_text(value):
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = ("%r" % abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = "%+d" % (point - 1)
    return sign + digits[0] + ("." + digits[1:] if len(digits) > 1 else "") + "e" + power


def canonical(value):
    """Canonical JSON as text."""
    if isinstance(value, dict):
        return "{" + ",".join([text + canonical(value[key]) for key, text in sorted_keys(tuple(value))]) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, str):
        return text_of(value)
    if value is True or value is False or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return number_text(value)


@functools.lru_cache(maxsize=1024)
def sorted_keys(keys):
    """Each key, and its text with a colon."""
    in_order = sorted(keys, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
    return [(key, text_of(key) + ":") for key in in_order]


text_of = json.JSONEncoder(ensure_ascii=False).encode


def hash_of(value):
    return sha256(canonical(value).encode("utf-8"))


@functools.lru_cache(maxsize=64)
def parse_json(data, name, is_canonical=True):
    """The value of JSON. If it must be canonical, the bytes must be those that the value gives, with or without a newline."""
    try:
        text = data.decode("utf-8")
        value = json.loads(text, parse_constant=no_constant)
        written = canonical(value) if is_canonical else text
    except (ValueError, RecursionError, OverflowError):
        raise Broken(f"{name} is not JSON")
    if text != written + "\n" and text != written:
        raise Broken(f"{name} is not canonical JSON")
    return value


def no_constant(name):
    raise ValueError(name)


def bytes_of_base64(text):
    """The bytes, or None unless the text is exactly the base64 of them."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def base64_text(data):
    return base64.b64encode(data).decode()


# ── Ed25519 (RFC 8032), with whole numbers of any length ─────────────────────────────────────────────────────────────────────

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def point_of(data):
    """The point in extended coordinates, or None if the bytes are not one."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P != 0 or (x == 0 and sign == 1):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def add(left, right):
    a = (left[1] - left[0]) * (right[1] - right[0]) % P
    b = (left[1] + left[0]) * (right[1] + right[0]) % P
    c = 2 * left[3] * right[3] * D % P
    d = 2 * left[2] * right[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


BASE = point_of(bytes.fromhex("5866666666666666666666666666666666666666666666666666666666666666"))


def times(factor, point):
    total = (0, 1, 1, 0)
    while factor > 0:
        if factor & 1:
            total = add(total, point)
        point = add(point, point)
        factor >>= 1
    return total


def bytes_of_point(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


@functools.lru_cache(maxsize=64)
def is_signed(public_key, message, signature):
    point = point_of(public_key)
    s = int.from_bytes(signature[32:], "little")
    if point is None or len(signature) != 64 or s >= ORDER:
        return False
    hashed = hashlib.sha512(signature[:32] + public_key + message).digest()
    k = int.from_bytes(hashed, "little") % ORDER
    minus = (P - point[0], point[1], 1, P - point[3])
    return bytes_of_point(add(times(s, BASE), times(k, minus))) == signature[:32]


# ── ML-DSA-44 (FIPS 204): verification only ──────────────────────────────────────────────────────────────────────────────────

Q, GAMMA_1, GAMMA_2, BETA, TAU, OMEGA = 8380417, 2**17, 95232, 78, 39, 80
ZETAS = [pow(1753, int(f"{m:08b}"[::-1], 2), Q) for m in range(256)]


def ntt(poly):
    poly, m, length = list(poly), 0, 128
    while length >= 1:
        for start in range(0, 256, 2 * length):
            m += 1
            for j in range(start, start + length):
                t = ZETAS[m] * poly[j + length] % Q
                poly[j], poly[j + length] = (poly[j] + t) % Q, (poly[j] - t) % Q
        length //= 2
    return poly


def inverse_ntt(poly):
    poly, m, length = list(poly), 256, 1
    while length < 256:
        for start in range(0, 256, 2 * length):
            m -= 1
            for j in range(start, start + length):
                low, high = poly[j], poly[j + length]
                poly[j], poly[j + length] = (low + high) % Q, -ZETAS[m] * (low - high) % Q
        length *= 2
    return [value * 8347681 % Q for value in poly]


def unpacked(data, bits):
    whole = int.from_bytes(data, "little")
    return [whole >> bits * i & (1 << bits) - 1 for i in range(256)]


def matrix_entry(seed):
    """256 numbers below Q from the stream of SHAKE128."""
    for length in (1344, 2688, 10752):
        data, found = hashlib.shake_128(seed).digest(length), []
        for i in range(0, length - 2, 3):
            value = data[i] | data[i + 1] << 8 | (data[i + 2] & 127) << 16
            if value < Q:
                found.append(value)
        if len(found) >= 256:
            return found[:256]
    raise AssertionError("SHAKE128 gave too few numbers")


def ball(seed):
    """The challenge: 39 coefficients of 1 or -1."""
    data = hashlib.shake_256(seed).digest(2048)
    signs, at, poly = int.from_bytes(data[:8], "little"), 8, [0] * 256
    for i in range(256 - TAU, 256):
        while data[at] > i:
            at += 1
        poly[i], poly[data[at]] = poly[data[at]], (-1) ** (signs & 1)
        signs, at = signs >> 1, at + 1
    return poly


def hints_of(data):
    """Positions of the hints, or None if they are not written as they must be."""
    rows, index = [], 0
    for end in data[OMEGA:]:
        if not index <= end <= OMEGA:
            return None
        row = list(data[index:end])
        if any(left >= right for left, right in zip(row, row[1:])):
            return None
        rows.append(set(row))
        index = end
    return rows if not any(data[index:OMEGA]) else None


def high_bits(value, is_hinted):
    low = value % (2 * GAMMA_2)
    low -= 2 * GAMMA_2 if low > GAMMA_2 else 0
    high = 0 if value - low == Q - 1 else (value - low) // (2 * GAMMA_2)
    low -= 1 if value - low == Q - 1 else 0
    return (high + (1 if low > 0 else -1)) % 44 if is_hinted else high


def is_signed_by_lattice(public_key, message, signature):
    if len(public_key) != 1312 or len(signature) != 2420:
        return False
    rho, hints = public_key[:32], hints_of(signature[2336:])
    z = [[GAMMA_1 - value for value in unpacked(signature[at : at + 576], 18)] for at in range(32, 2336, 576)]
    if hints is None or any(abs(value) >= GAMMA_1 - BETA for row in z for value in row):
        return False
    t = [ntt([value << 13 for value in unpacked(public_key[at : at + 320], 10)]) for at in range(32, 1312, 320)]
    z, c = [ntt([value % Q for value in row]) for row in z], ntt([value % Q for value in ball(signature[:32])])
    encoded = b""
    for r in range(4):
        total = [-c[i] * t[r][i] for i in range(256)]
        for s in range(4):
            entry = matrix_entry(rho + bytes([s, r]))
            total = [total[i] + entry[i] * z[s][i] for i in range(256)]
        w = [high_bits(value, i in hints[r]) for i, value in enumerate(inverse_ntt([value % Q for value in total]))]
        encoded += sum(value << 6 * i for i, value in enumerate(w)).to_bytes(192, "little")
    mu = hashlib.shake_256(hashlib.shake_256(public_key).digest(64) + b"\x00\x00" + message).digest(64)
    return hashlib.shake_256(mu + encoded).digest(32) == signature[:32]


# ── Keys and notes (section 3) ───────────────────────────────────────────────────────────────────────────────────────────────


class Key:
    def __init__(self, text):
        parts = text.split("+", 2)
        data = bytes_of_base64(parts[2]) if len(parts) == 3 else None
        if data is None or len(data) != 33 or data[0] != 1 or parts[0] == "":
            raise Broken("the key is not valid")
        self.name, self.public = parts[0], data[1:]
        self.id = sha256(self.name.encode("utf-8", "surrogatepass") + b"\n" + data)[:4]
        if parts[1] != self.id.hex():
            raise Broken("the key is not valid: its id is another one")


def note_parts(data, name):
    """Text and signature lines of a note, unchecked: the text, and a list of (name, key id, bytes)."""
    try:
        note = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Broken(f"{name} is not UTF-8")
    end = note.rfind("\n\n")
    if end == -1 or not note.endswith("\n"):
        raise Broken(f"{name} is not a signed note")
    if re.search("[\\x00-\\x09\\x0b-\\x1f]", note):
        raise Broken(f"{name} has a control character")
    lines = note[end + 2 : -1].split("\n")
    if len(lines) > 64:
        raise Broken(f"{name} has more than 64 signatures")
    found = []
    for line in lines:
        parts = line.split(" ")
        data = bytes_of_base64(parts[2]) if len(parts) == 3 and parts[0] == "\u2014" else None
        if data is None or len(data) <= 4 or parts[1] == "" or re.search(r"[\s+\ufeff]", parts[1]):
            raise Broken(f"{name} has a malformed signature line")
        found.append((parts[1], data[:4], data[4:]))
    return note[: end + 1], found


def signed_text(data, name, key):
    """The text of a note that the key has signed."""
    text, signatures = note_parts(data, name)
    own = [signature for of, id, signature in signatures if of == key.name and id == key.id]
    if len(own) != 1:
        raise Broken(f"{name} has {len(own)} signatures of {key.name}, not one")
    if not is_signed(key.public, text.encode("utf-8"), own[0]):
        raise Broken(f"{name}: the signature is not over this text")
    return text


# ── Witnesses and policies (C2SP, tlog-cosignature and tlog-policy) ──────────────────────────────────────────────────────────


class WitnessKey:
    """A key for cosignatures: Ed25519 (type 4) or ML-DSA-44 (type 6)."""

    def __init__(self, text):
        name, _, rest = text.partition("+")
        id, _, encoded = rest.partition("+")
        data = bytes_of_base64(encoded)
        if data is None or (len(data), data[:1]) not in ((33, b"\x04"), (1313, b"\x06")) or not re.fullmatch(r"[^\s+\x00-\x1f\x7f-\x9f\ufeff]+", name):
            raise Broken("the key of the witness is not valid")
        self.name, self.kind, self.public = name, data[0], data[1:]
        self.id = sha256(name.encode("utf-8", "surrogatepass") + b"\n" + data)[:4]
        if id != self.id.hex():
            raise Broken("the key of the witness is not valid: its id is another one")

    def has_cosigned(self, text, signature):
        """When it saw the checkpoint, in seconds since 1970, or None if the signature is not its own over this text."""
        time, rest = int.from_bytes(signature[:8], "big"), signature[8:]
        if len(signature) < 8 or time > 253402300799:
            return None
        if self.kind == 4:
            message = f"cosignature/v1\ntime {time}\n{text}".encode("utf-8")
            return time if len(rest) == 64 and is_signed(self.public, message, rest) else None
        checkpoint = parse_checkpoint(text)
        names = [self.name.encode("utf-8"), checkpoint["origin"].encode("utf-8")]
        if any(not 1 <= len(name) <= 255 for name in names):
            return None
        witness, origin = [bytes([len(name)]) + name for name in names]
        message = b"subtree/v1\n\x00" + witness + struct.pack(">Q", time) + origin + struct.pack(">QQ", 0, checkpoint["size"]) + checkpoint["root"]
        return time if is_signed_by_lattice(self.public, message, rest) else None


class Policy:
    """Logs, witnesses, and a quorum. Every line that is wrong is named."""

    def __init__(self, data, name):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
        self.logs, self.witnesses, self.groups, self.quorum, self.members, self.problems = [], {}, {}, None, set(), []
        for number, line in enumerate(text.split("\n"), 1):
            try:
                self.read(line)
            except Broken as broken:
                self.problems.append(f"{name}:{number}: {broken}")
        if self.quorum is None and not self.problems:
            self.problems.append(f"{name}: there is no quorum line")
        if self.problems:
            raise BadInput("; ".join(self.problems))

    def read(self, line):
        if re.search("[\\x00-\\x08\\x0b-\\x1f\\x7f]", line):
            raise Broken("a control character is not allowed here")
        words = re.findall("[^ \\t]+", line)
        if not words or words[0].startswith("#"):
            return
        keyword, rest = words[0], words[1:]
        if keyword == "log" and 1 <= len(rest) <= 2:
            key = Key(rest[0])
            if any(one.public == key.public for one in self.logs):
                raise Broken("this log is there already")
            self.logs.append(key)
        elif keyword == "witness" and 2 <= len(rest) <= 3:
            key = WitnessKey(rest[1])
            if any(one.public == key.public for one in self.witnesses.values()):
                raise Broken("this witness is there already")
            self.define(rest[0])
            self.witnesses[rest[0]] = key
        elif keyword == "group" and len(rest) >= 3:
            self.read_group(rest[0], rest[1], rest[2:])
        elif keyword == "quorum" and len(rest) == 1:
            if self.quorum is not None or (rest[0] != "none" and not self.knows(rest[0])):
                raise Broken("the quorum is there already, or names nothing that is defined above")
            self.quorum = rest[0]
        else:
            raise Broken("write log <key> [<url>], witness <name> <key> [<url>], group <name> <number> <member> ..., or quorum <name>")
        if keyword in ("log", "witness") and len(rest) == (2 if keyword == "log" else 3) and not re.match(r"https?://[^/\s]+", rest[-1]):
            raise Broken("the last word is not a URL")

    def read_group(self, name, least, members):
        count = {"any": "1", "all": str(len(members))}.get(least, least)
        if not re.fullmatch("[1-9][0-9]*", count) or int(count) > len(members):
            raise Broken(f"{least} is not a number from 1 to {len(members)}, any or all")
        for member in members:
            if not self.knows(member) or member in self.members:
                raise Broken(f"{member} is not defined above, or is a member already")
            self.members.add(member)
        self.define(name)
        self.groups[name] = (int(count), members)

    def knows(self, name):
        return name in self.witnesses or name in self.groups

    def define(self, name):
        if name == "none" or self.knows(name):
            raise Broken(f"the name {name} is taken")

    def is_reached(self, name, cosigned):
        if name in self.witnesses or name == "none":
            return name == "none" or name in cosigned
        least, members = self.groups[name]
        return sum(self.is_reached(member, cosigned) for member in members) >= least

    def check(self, data, name, log_key):
        """Who has cosigned the checkpoint, in words. Its own signature is checked elsewhere."""
        text, signatures = note_parts(data, name)
        seen = {}
        for of, id, signature in signatures:
            for witness, key in self.witnesses.items():
                if (of, id) == (key.name, key.id):
                    time = key.has_cosigned(text, signature)
                    if time is None:
                        raise Broken(f"{name}: {of} has not cosigned this text")
                    seen[witness] = max(time, seen.get(witness, 0))
        if self.logs and not any((key.name, key.public) == (log_key.name, log_key.public) for key in self.logs):
            raise Broken(f"{name}: the policy does not list its log, {log_key.name}")
        if not self.is_reached(self.quorum, seen):
            raise Broken(f"{name}: the quorum {self.quorum} of the policy is not reached: {', '.join(seen) or 'none'} cosigned")
        return f"the quorum {self.quorum} of the policy is reached: {', '.join(seen) or 'no cosignature is needed'}"


# ── The files of a bundle (section 2) ────────────────────────────────────────────────────────────────────────────────────────


class Bundle:
    """A folder. `changed` has bytes that replace those of a file; None stands for a missing file. Tests use it."""

    def __init__(self, folder, changed=None):
        self.folder, self.changed = folder, changed or {}

    def paths(self):
        """Everything that is no folder, and what is neither a file nor a folder with something in it, in words."""
        found, odd = set(), []
        for root, folders, names in os.walk(self.folder):
            inside = "" if root == self.folder else os.path.relpath(root, self.folder).replace(os.sep, "/") + "/"
            if not folders and not names and inside:
                odd.append(inside + " is an empty folder")
            # A link to a folder is listed with the folders.
            for name in names + [name for name in folders if os.path.islink(os.path.join(root, name))]:
                mode = os.lstat(os.path.join(root, name)).st_mode
                if stat.S_ISLNK(mode):
                    odd.append(inside + name + " is a link")
                elif not stat.S_ISREG(mode):
                    odd.append(inside + name + " is a pipe, a socket or a device")
                found.add(inside + name)
        found.update(path for path, data in self.changed.items() if data is not None)
        return sorted(found - {path for path, data in self.changed.items() if data is None}), sorted(odd)

    def read(self, path):
        """The bytes of a file, or None if there is no such file."""
        if path in self.changed:
            return self.changed[path]
        full = os.path.join(self.folder, *path.split("/"))
        try:
            if not stat.S_ISREG(os.lstat(full).st_mode):
                return None
            with open(full, "rb") as file:
                return file.read()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise BadInput(f"{full} cannot be read: {error.strerror}")

    def need(self, path):
        data = self.read(path)
        if data is None:
            raise Broken(f"{path} is missing")
        return data


def is_inside(path):
    names = path.split("/")
    return not re.search(r"[\\:\x00-\x1f\x7f-\x9f]", path) and not any(name in ("", ".", "..") for name in names)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def check_keys(name, known, objects):
    for place, value in objects:
        for key in value:
            if key not in known[place]:
                raise Broken(f"{name} has the key {place}{key}, which it does not have in this format: {ASK}")


def check_list(manifest, is_needed):
    """The files that a manifest names are those of section 2. `is_needed` says which are to be there."""
    named, choices = {file["path"] for file in manifest["files"]}, {"always"}
    for file in manifest["files"]:
        path, end = file["path"], file["path"] + ".gz"
        choice, origin = ("always", "kept") if path.startswith("source/") else LISTED.get(path, (None, None))
        if origin is None:
            raise Broken(f"{path} is no file of a bundle: {ASK}")
        if origin != file["origin"]:
            raise Broken(f"manifest.json names {path} as {file['origin']}, and it is {origin}: {ASK}")
        if end in LISTED and end in named:
            raise Broken(f"{path} is there twice, also compressed: {ASK}")
        choices.add(choice)
    if manifest["format"] == 2:
        return f"{len(named)} files, each listed in section 2; format 2 cannot show that none is left out"
    for choice, origin, is_packable, paths in FILES:
        for path in paths if origin is not None and choice in choices else []:
            if path not in named and not (is_packable and path + ".gz" in named) and is_needed(path):
                raise Broken(f"manifest.json does not name {path}, which is missing: {ASK}")
    return f"{len(named)} files, each listed in section 2"


def files_named_in(text, path):
    """Files that a scenario file names, by a key at the start of a line or in braces. This is no reader of YAML: it passes over comments and block texts."""
    found, block = [], None
    for line in text.split("\n"):
        line = re.sub(r"(^|\s)#.*", "", line.rstrip())
        indent = len(line) - len(line.lstrip())
        if block is not None and (indent > block or not line):
            continue
        block = indent if re.search(r":\s*[|>][-+0-9]*$", line) else None
        for key, value in re.findall(r"(?:^[\s-]*|[{,]\s*)[\"']?(extends|trace|backlog)[\"']?\s*:\s*[\"']?([A-Za-z0-9._][A-Za-z0-9._\- /]*)", line):
            file = posixpath.normpath(posixpath.join(posixpath.dirname(path), value.strip()))
            found.append(file if key != "extends" or re.search(r"\.ya?ml$", file, re.I) else file + "/scenario.yaml")
    return found


def parse_manifest(data):
    manifest = parse_json(data, "manifest.json")
    if not data.endswith(b"\n"):
        raise Broken("manifest.json does not end in a newline")
    if isinstance(manifest, dict) and is_number(manifest.get("format")) and manifest["format"] > 4:
        raise Broken(f"manifest.json is of format {manifest['format']}; this verifier reads formats 2 to 4: use a later one")
    try:
        scenario, ledger, files = manifest["scenario"], manifest["ledger"], manifest["files"]
        texts = [manifest["key"], manifest["seed"], scenario["name"], scenario["sha256"], ledger["root"]]
        texts += [manifest["versions"]["engine"], manifest["versions"]["bundle"]] if manifest.get("format") == 2 else []
        texts += [file["path"] for file in files] + [file["sha256"] for file in files]
        numbers = [manifest["replication"], ledger["entries"]] + [file["bytes"] for file in files]
        kinds = [file["origin"] in ("recomputed", "kept") for file in files]
    except (KeyError, TypeError):
        raise Broken("manifest.json lacks a key, or has another shape")
    if manifest.get("format") not in (2, 3, 4) or not is_number(manifest["format"]) or manifest.get("kind") != "meridian evidence bundle":
        raise Broken("manifest.json is not the manifest of a bundle in format 4, 3 or 2")
    if manifest["format"] != 2:
        check_keys("manifest.json", MANIFEST_KEYS, [("", manifest), ("scenario.", scenario), ("ledger.", ledger)] + [("files[].", file) for file in files])
    if not all(isinstance(text, str) for text in texts) or not all(map(is_number, numbers)) or not all(kinds):
        raise Broken("manifest.json has a value of another kind")
    if len({file["path"] for file in files}) < len(files):
        raise Broken("manifest.json names a file twice")
    outside = [file["path"] for file in files if not is_inside(file["path"])]
    if outside:
        raise Broken(f"manifest.json names a file outside the bundle: {outside[0]!r}")
    return manifest


# ── Merkle trees (section 4) and proofs (section 8) ──────────────────────────────────────────────────────────────────────────


def leaf_hash(data):
    return sha256(b"\x00" + data)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


def left_count(count):
    """The largest power of two below the count, which is at least 2."""
    return 1 << (count - 1).bit_length() - 1


def levels_of(hashes):
    """Level k has the roots of all whole subtrees of 2^k leaves."""
    levels = [list(hashes)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)])
    return levels


def root_over(levels, start, end):
    """The root of the leaves from `start` (a multiple of the size of the largest subtree) to `end`."""
    count = end - start
    if count == 0:
        return sha256(b"")
    level = count.bit_length() - 1
    if count == 1 << level:
        return levels[level][start >> level]
    middle = start + left_count(count)
    return node_hash(root_over(levels, start, middle), root_over(levels, middle, end))


def inclusion_proof(levels, count, index):
    start, end, proof = 0, count, []
    while end - start > 1:
        middle = start + left_count(end - start)
        if index < middle:
            proof.append(root_over(levels, middle, end))
            end = middle
        else:
            proof.append(root_over(levels, start, middle))
            start = middle
    return proof[::-1]


def consistency_proof(levels, count, first):
    start, end, proof = 0, count, []
    while first != end:
        middle = start + left_count(end - start)
        if first <= middle:
            proof.append(root_over(levels, middle, end))
            end = middle
        else:
            proof.append(root_over(levels, start, middle))
            start = middle
    if start != 0:
        proof.append(root_over(levels, start, end))
    return proof[::-1]


def is_included(leaf, index, count, proof, root):
    if not 0 <= index < count:
        return False
    fn, sn, hashed = index, count - 1, leaf
    for sibling in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            hashed = node_hash(sibling, hashed)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            hashed = node_hash(hashed, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and hashed == root


def is_continued(first, first_root, second, second_root, proof):
    if not 1 <= first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    path = [first_root] + proof if first & (first - 1) == 0 else list(proof)
    if not path or not proof:
        return False
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    left = right = path[0]
    for sibling in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            left, right = node_hash(sibling, left), node_hash(sibling, right)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            right = node_hash(right, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and left == first_root and right == second_root


# ── The ledger (sections 4 and 5) ────────────────────────────────────────────────────────────────────────────────────────────

ENTRY = struct.Struct("<IHBBIHHII")


class Ledger:
    """A ledger whose bytes are all as its seal says. `entries` has tuples: time, kind, aux, case, a, b, c, d."""

    def __init__(self, data):
        self.data, self.at = data, 0
        self.read_header()
        leaves = [self.header_leaf]
        self.blocks = []
        is_short = False
        while self.data[self.at : self.at + 4] == b"BLCK":
            if is_short:
                self.fail(f"block {len(self.blocks)} is not full, but another one follows")
            leaves.append(self.read_block())
            is_short = len(self.blocks[-1]) < 24 * self.block_entries
        self.count = sum(map(len, self.blocks)) // 24
        self.root = root_over(levels_of(leaves), 0, len(leaves))
        self.read_trailer()

    def fail(self, why):
        raise Broken(f"ledger/ledger.bin, byte {self.at}: {why}")

    def take(self, length):
        piece = self.data[self.at : self.at + length]
        if len(piece) < length:
            self.fail("the file ends here")
        return piece

    def read_header(self):
        if self.take(20)[:8] != b"MERIDIAN":
            self.fail("it does not start as a ledger")
        version, length, complement = struct.unpack("<III", self.take(20)[8:])
        if version != 2:
            self.fail(f"it has version {version} of the format, not 2")
        if length ^ complement != 0xFFFFFFFF or length > 1 << 20:
            self.fail("the length of the header is damaged")
        leaf = self.take(20 + length + 32)
        self.header_leaf = leaf_hash(leaf[:-32])
        if self.header_leaf != leaf[-32:]:
            self.fail("the header does not match its hash")
        try:
            header = json.loads(leaf[20:-32].decode("utf-8"), parse_constant=no_constant)
            self.scenario_hash, self.scenario_name = header["scenarioHash"], header["scenarioName"]
            self.seed, self.replication, self.engine = header["seed"], header["replication"], header["engineVersion"]
            self.block_entries = header["blockEntries"]
            texts = [self.scenario_hash, self.scenario_name, self.seed, self.engine]
            is_whole = all(isinstance(text, str) for text in texts) and header["entryBytes"] == 24 and is_number(self.replication)
            is_whole = is_whole and is_number(self.block_entries) and 1 <= self.block_entries <= 65536
            is_whole = is_whole and self.block_entries == int(self.block_entries)
        except (ValueError, KeyError, TypeError, RecursionError):
            is_whole = False
        if not is_whole:
            self.fail("the header lacks a key, or has a wrong value")
        if "continues" in header:
            self.fail("it continues another ledger, and is not the whole of a run")
        self.block_entries = int(self.block_entries)
        self.at += len(leaf)

    def read_block(self):
        number, count, complement = struct.unpack("<III", self.take(16)[4:])
        if number != len(self.blocks) + 1 or count ^ complement != 0xFFFFFFFF or not 1 <= count <= self.block_entries:
            self.fail("the number or the length of the block is damaged")
        block = self.take(16 + 24 * count + 32)
        leaf = leaf_hash(block[:-32])
        if leaf != block[-32:]:
            self.fail(f"block {number} does not match its hash")
        self.blocks.append(block[16:-32])
        self.at += len(block)
        return leaf

    def read_trailer(self):
        trailer = self.take(84)
        if trailer[:8] != b"MERISEAL" or sha256(trailer[:52]) != trailer[52:]:
            self.fail("the trailer does not match its hash")
        entries, blocks = struct.unpack("<QI", trailer[8:20])
        if (entries, blocks, trailer[20:52]) != (self.count, len(self.blocks), self.root):
            self.fail("the seal is over other entries")
        self.at += 84
        if self.at != len(self.data):
            self.fail("bytes follow the trailer")

    def entries(self):
        for block in self.blocks:
            for low, high, kind, aux, case, a, b, c, d in ENTRY.iter_unpack(block):
                yield low + (high << 32), kind, aux, case, a, b, c, d


# ── What an entry can be (section 5.1) ───────────────────────────────────────────────────────────────────────────────────────

NO_CASE = 0xFFFFFFFF
DUTY, OPENING = 0, 4
# Kinds whose acts concern no case.
OF_NO_CASE = {0, 1, 2, 3, 15, 17, 25, 27, 29, 30, 38}
# By kind: each field's bits, and after < how many numbers it can have: a count, a list of the scenario, or cases opened before.
# ? means that its largest number stands for none. Bits that are not listed are 0.
FIELDS = [
    "aux<2 a<groups b c d<bounds?",
    "aux<2 a<centres",
    "aux<2 a<dataCentres",
    "a",
    "aux.0-1<3 aux.2-7<3 a<streams b.0-7<languages b.8-15<products c d.0-7<languages d.8-15<products d.16-31<4",
    "aux<28 a<14 b<14",
    "aux<6 a<places b<places? c<128",
    "aux<6 a<places c<128",
    "aux<9 a<entities? b<entities c<places d?",
    "aux<10 a b c<3",
    "aux a<groups b c<agents? d",
    "aux<5 a<centres b<groups c<agents? d<places",
    "aux<5 a<centres b<groups c<agents? d<places",
    "aux<9 a<centres? b<groups? c<agents? d",
    "aux<3",
    "d",
    "aux<4 c",
    "aux<2 a<groups b<2 c<agents?",
    "aux<3 c d",
    "aux<2 d<case",
    "aux<2 a<groups c<agents?",
    "a<groups c<agents? d<case",
    "aux<4 c d",
    "a<centres b c<agents?",
    "aux<2 a",
    "a",
    "",
    "aux<2 a<groups c<agents?",
    "aux<4 a<centres? b c<agents? d",
    "c d",
    "a<dataCentres",
    "aux<2 a<groups c<agents?",
    "aux<2 a<groups c<agents? d",
    "aux<2 a<centres? b<groups? c d",
    "aux<10 a<groups c<agents?",
    "aux<4 c<128",
    "aux<3",
    "aux<10 a<software b<dataCentres? c?",
    "aux<2 a<software",
    "a c d<case",
]
SLOTS = {"aux": 8, "a": 16, "b": 16, "c": 32, "d": 32}


def parts_of(text, rows):
    """The parts of an act: number of the slot, bits, largest number, number for none (or -1), and whether it names a case."""
    parts, slots = [], list(SLOTS)
    for field in text.split():
        slot, bits, limit, none = re.fullmatch(r"(\w+?)(?:\.([0-9-]+))?(?:<(\w+))?(\?)?", field).groups()
        first, last = map(int, bits.split("-")) if bits else (0, SLOTS[slot] - 1)
        mask = (1 << last - first + 1) - 1
        most = mask if limit in (None, "case") else int(limit) - 1 if limit.isdigit() else rows[limit] - 1
        parts.append((slots.index(slot), first, mask, most, mask if none else -1, limit == "case"))
    used = {slots[part[0]] for part in parts}
    return parts + [(slots.index(slot), 0, (1 << bits) - 1, 0, -1, False) for slot, bits in SLOTS.items() if slot not in used]


class EntryCheck:
    """Refuses entries that no run of the scenario can have, before anybody counts up to their numbers."""

    def __init__(self, scenario):
        rows = {key: len(scenario[key]) for key in ("groups", "centres", "dataCentres", "entities", "languages", "products", "streams")}
        rows["places"] = rows["dataCentres"] + rows["centres"]
        rows["software"] = len(scenario.get("software", []))
        rows["agents"] = self.agents = sum(shift["agents"] for group in scenario["groups"] for shift in group["shifts"])
        # A shift of nobody may come after the last agent.
        rows["bounds"] = self.agents + 1
        self.parts = [parts_of(text, rows) for text in FIELDS]
        self.until, self.fits = scenario["horizonMs"], set()

    def read(self, entries):
        last, opened = 0, 0
        for index, (time, kind, aux, case, a, b, c, d) in enumerate(entries):
            if time < last or time > self.until:
                raise Broken(f"ledger/ledger.bin, entry {index}: it is at {time} ms, and not between {last} ms and the end of the run, {self.until} ms")
            last = time
            if kind == OPENING and case == opened:
                opened += 1
            elif (case >= opened and case != NO_CASE) or (kind == OPENING and case == NO_CASE):
                raise Broken(f"ledger/ledger.bin, entry {index}: it is of case {case}, and {opened} cases were opened before")
            elif case != NO_CASE and kind in OF_NO_CASE:
                raise Broken(f"ledger/ledger.bin, entry {index}: it is of case {case}, and such an act concerns no case")
            act = (kind, aux, a, b, c, d)
            if kind < len(FIELDS) and act not in self.fits:
                self.check_parts(index, act, opened)

    def check_parts(self, index, act, opened):
        kind, *numbers = act
        names_case = False
        for slot, shift, mask, most, none, is_case in self.parts[kind]:
            number = numbers[slot] >> shift & mask
            if (number > most and number != none) or (is_case and number >= opened):
                raise Broken(f"ledger/ledger.bin, entry {index}: {list(SLOTS)[slot]} is {numbers[slot]}, and names nothing")
            names_case = names_case or is_case
        if kind == DUTY and numbers[3] > 0 and numbers[4] + numbers[3] > self.agents:
            raise Broken(f"ledger/ledger.bin, entry {index}: it is of agents {numbers[4]} to {numbers[4] + numbers[3] - 1}, of {self.agents}")
        if not names_case and len(self.fits) < 1 << 16:
            self.fits.add(act)


# ── The scenario (section 6) ─────────────────────────────────────────────────────────────────────────────────────────────────

DAY = 86_400_000


class Clock:
    """The local time of a zone: offsets from UTC, each with the epoch time from which it holds."""

    def __init__(self, clock, start):
        self.starts = [-FOREVER] + [start + at for at in clock["fromMs"][1:]]
        self.offsets = clock["offsetMs"]

    def offset(self, at):
        return [offset for begin, offset in zip(self.starts, self.offsets) if begin <= at][-1]

    def day(self, at):
        return (at + self.offset(at)) // DAY

    def instant(self, wall):
        """The instant at which the clock shows a wall time (as if it were UTC)."""
        for i, offset in enumerate(self.offsets[:-1]):
            end = self.starts[i + 1]
            if wall - offset < end or wall - self.offsets[i + 1] < end:
                return wall - offset
        return wall - self.offsets[-1]


def kind_of_day(week, day):
    dates = {datetime.date.fromisoformat(date).toordinal() - 719163: kind for date, kind in week["except"].items()}
    return week["days"][dates.get(day, week["week"][(day + 3) % 7])]


def windows_of(week, clock, start, end):
    windows = []
    for day in range(clock.day(start) - 2, clock.day(start + end - 1) + 1):
        for begin, finish in kind_of_day(week, day):
            window = [clock.instant(day * DAY + wall) - start for wall in (begin, finish)]
            if window[1] > 0 and window[0] < end and window[1] > window[0]:
                windows.append({"fromMs": window[0], "toMs": window[1]})
    return windows


def rate_of(week, clock, start, end):
    times, rates = [], []
    bounds = [start] + [at for at in clock.starts if start < at < start + end] + [start + end]
    for begin, stop in zip(bounds, bounds[1:]):
        offset, at = clock.offset(begin), begin
        while at < stop:
            day = (at + offset) // DAY
            midnight = day * DAY - offset
            kind = kind_of_day(week, day)
            ends = kind["fromMs"][1:] + [DAY]
            for wall, wall_end, rate in zip(kind["fromMs"], ends, kind["perMs"]):
                moment = max(at, midnight + wall)
                if midnight + wall_end > moment and moment < stop and rates[-1:] != [rate]:
                    times.append(moment - start)
                    rates.append(rate)
            at = min(stop, midnight + DAY)
    return {"fromMs": times, "perMs": rates}


def write_out(scenario):
    """The scenario in format 2: with every calendar written out."""
    if scenario["format"] == 2:
        return scenario
    start, end = scenario["startEpochMs"], scenario["calendarsEndMs"]
    clocks = {clock["timeZone"]: Clock(clock, start) for clock in scenario["clocks"]}
    known = {}

    def windows(week):
        if isinstance(week, list):
            return week
        key = canonical(week)
        if key not in known:
            known[key] = windows_of(week, clocks[week["timeZone"]], start, end)
        return known[key]

    def rate(week):
        return rate_of(week, clocks[week["timeZone"]], start, end) if "week" in week else week

    whole = {key: value for key, value in scenario.items() if key != "calendarsEndMs"}
    whole["format"] = 2
    whole["centres"] = [{**centre, "open": windows(centre["open"])} for centre in scenario["centres"]]
    whole["groups"] = [
        {**group, "shifts": [{**shift, "duty": windows(shift["duty"])} for shift in group["shifts"]]}
        for group in scenario["groups"]
    ]
    whole["streams"] = [{**stream, "rate": rate(stream["rate"])} for stream in scenario["streams"]]
    if "targets" in scenario:
        whole["targets"] = [
            {**target, "hours": windows(target["hours"])} if "hours" in target else target for target in scenario["targets"]
        ]
    return whole


@functools.lru_cache(maxsize=16)
def read_scenario(data):
    """The scenario in format 2, its hash, and the lines by which a checkpoint binds it."""
    scenario = parse_json(data, "scenario.json")
    try:
        whole = write_out(scenario)
    except (KeyError, TypeError, IndexError, ValueError, OverflowError):
        raise Broken("scenario.json does not have the shape of a scenario")
    return whole, hash_of(whole).hex(), scenario_lines(whole)


# ── The log (section 8) ──────────────────────────────────────────────────────────────────────────────────────────────────────


def scenario_lines(scenario):
    return [
        "scenario/%s %s" % (key, base64_text(hash_of(value)))
        for key, value in scenario.items()
        if key not in ("horizonMs", "warmUp")
    ]


def parse_checkpoint(text):
    lines = text.split("\n")[:-1]
    root = bytes_of_base64(lines[2]) if len(lines) >= 3 else None
    if root is None or len(root) != 32 or not re.fullmatch("0|[1-9][0-9]{0,15}", lines[1]) or "" in lines:
        raise Broken("log/checkpoint is not a checkpoint")
    return {"origin": lines[0], "size": int(lines[1]), "root": root, "context": lines[3:]}


def origin_of(ledger):
    replication = number_text(ledger.replication)
    return "/".join(quote(part, safe="-_.!~*'()") for part in ("meridian", ledger.scenario_name, ledger.seed, replication))


def tile_path(level, index, width):
    groups = ["%03d" % (index % 1000)]
    while index >= 1000:
        index //= 1000
        groups.insert(0, "x%03d" % (index % 1000))
    return "log/tile/%s/%s%s" % (level, "/".join(groups), "" if width == 256 else ".p/%d" % width)


def tiles_of(leaves, levels):
    """Every tile of a log: path and bytes."""
    for start in range(0, len(leaves), 256):
        part = leaves[start : start + 256]
        yield tile_path("entries", start // 256, len(part)), b"".join(struct.pack(">H", len(leaf)) + leaf for leaf in part)
    for level in range(0, len(levels), 8):
        hashes = levels[level]
        for start in range(0, len(hashes), 256):
            part = hashes[start : start + 256]
            yield tile_path(level // 8, start // 256, len(part)), b"".join(part)


class Log:
    """The log that a ledger gives, with leaf 0 from the checkpoint."""

    def __init__(self, ledger, context):
        self.leaves = ["".join(line + "\n" for line in context).encode("utf-8")]
        for block in ledger.blocks:
            self.leaves += [block[at : at + 24] for at in range(0, len(block), 24)]
        self.levels = levels_of([leaf_hash(leaf) for leaf in self.leaves])
        self.size = len(self.leaves)
        self.root = root_over(self.levels, 0, self.size)

    def check_proofs(self):
        """Proofs over the log's own hashes: that some leaves are in it, and that it continues its beginnings."""
        for index in sorted({self.size * k // 16 for k in range(16)}):
            proof = inclusion_proof(self.levels, self.size, index)
            if not is_included(leaf_hash(self.leaves[index]), index, self.size, proof, self.root):
                raise Broken(f"leaf {index} cannot be proved")
            first = index + 1
            proof = consistency_proof(self.levels, self.size, first)
            if not is_continued(first, root_over(self.levels, 0, first), self.size, self.root, proof):
                raise Broken(f"the log does not continue its first {first} leaves")


# ── Law (sections 7 and 9.6) ─────────────────────────────────────────────────────────────────────────────────────────────────

BASIS_WORDS = [
    *("not-regulated", "inside-free-flow", "same-entity", "adequacy", "framework"),
    *("standard-clauses", "binding-rules", "consent", "none"),
]
BEGINNINGS = ("validFromMs", "fromMs", "knownFromMs", "usableForNewFromMs")
ENDS = ("validToMs", "toMs", "usableForNewToMs", "assessmentRequiredFromMs")
SAME_ENTITY = BASIS_WORDS.index("same-entity")
CUSTOMER = 65535
INVALID, OPEN, VALID = 0, 1, 2


@functools.lru_cache(maxsize=4)
def read_law(data):
    """The tables of law, and the lines by which a checkpoint binds them."""
    tables = parse_json(data, "tables/law.json")
    if not isinstance(tables, dict):
        raise Broken("tables/law.json has another shape")
    return with_infinities(tables), ["law/%s %s" % (name, base64_text(hash_of(rows))) for name, rows in tables.items()]


def with_infinities(value):
    """A table of law in which `null` is an infinite time."""
    if isinstance(value, list):
        return [with_infinities(item) for item in value]
    if not isinstance(value, dict):
        return value
    row = {}
    for key, item in value.items():
        if item is None and key in BEGINNINGS:
            row[key] = -FOREVER
        elif item is None and key in ENDS:
            row[key] = FOREVER
        else:
            row[key] = with_infinities(item)
    return row


LEFT_OUT = ("operationalFromMs", "pendingIn", "reliableToMs", "struckDown")


def redated(row, start, end):
    kept = {key: value for key, value in row.items() if key not in LEFT_OUT}
    version = {"knownFromMs": -FOREVER, "validToMs": end}
    return {**kept, "validFromMs": start, "validToMs": end, "versions": [version], "confidence": "assumed"}


def law_of(tables, scenario):
    """The tables with the dates that the scenario sets itself."""
    tables, given = dict(tables), {}
    for base in scenario.get("law", {}).get("bases", []):
        end = FOREVER if base["toEpochMs"] is None else base["toEpochMs"]
        given.setdefault(base["basis"], (base["fromEpochMs"], end))
    for table in ("frameworks", "clauseSets", "adequacyDecisions"):
        tables[table] = [redated(row, *given[row["id"]]) if row["id"] in given else row for row in tables[table]]
    for row in tables["clauseSets"]:
        if row["id"] in given:
            signing = {"usableForNewFromMs": -FOREVER, "usableForNewToMs": FOREVER}
            row["forRegimes"] = [{**redated(use, *given[row["id"]]), **signing} for use in row["forRegimes"]]
    return tables


def zone_instants(law, scenario):
    """Run times at which a country enters or leaves a zone (9.1)."""
    start = scenario["startEpochMs"]
    return {at - start for row in law["zoneMemberships"] for at in (row["fromMs"], row["toMs"]) if at is not None}


def certificate_instants(law, scenario):
    """Run times at which a certificate or an edition begins or ends (9.1)."""
    start = scenario["startEpochMs"]
    found = [at for row in law["certificateEditions"] for at in (row["validFromMs"], row["validToMs"])]
    for entity in scenario["entities"]:
        for own in entity.get("certificates", []):
            found += [own["fromEpochMs"], own["toEpochMs"]]
    return {at - start for at in found if at is not None}


def law_instants(law, scenario):
    start, found = scenario["startEpochMs"], []
    for row in law["zoneMemberships"] + law["establishmentRules"]:
        found += [row["fromMs"], row["toMs"]]
    found += [row["fromMs"] for row in law["sameEntityRules"]]
    found += [row["requiredFromMs"] for row in law["transferAssessments"]]
    facts = law["frameworks"] + law["clauseSets"] + law["adequacyDecisions"] + law["bindingRules"] + law["certificateEditions"]
    facts += [use for row in law["clauseSets"] for use in row["forRegimes"]]
    for fact in facts:
        found += [fact["validFromMs"], fact["validToMs"], fact.get("reliableToMs"), fact.get("struckDown", {}).get("atMs")]
        for version in fact.get("versions", []):
            found += [version["knownFromMs"], version["validToMs"]]
    found += [row.get("operationalFromMs") for row in law["frameworks"]]
    found += [row.get("unlimitedFromMs") for row in law["adequacyDecisions"]]
    for entity in scenario["entities"]:
        contract = entity.get("subcontract") or {}
        flow_down = contract.get("flowDown") or {}
        found += [contract.get("announcedEpochMs"), flow_down.get("fromEpochMs"), flow_down.get("toEpochMs")]
        said = entity.get("adequacy", []) + entity.get("gdpr", [])
        for dated in entity.get("certificates", []) + said + entity["instruments"]:
            found += [dated["fromEpochMs"], dated["toEpochMs"], dated.get("assessedEpochMs")]
            found += dated.get("approvedEpochMs", {}).values()
    for segment in scenario["segments"]:
        for consent in segment.get("consents", []):
            found += [consent["fromEpochMs"], consent["givenEpochMs"], consent["toEpochMs"]]
        for signed in segment.get("agreements", {}).values():
            found += [at for term in signed for at in (term["fromEpochMs"], term["toEpochMs"])]
        if "agreements" in segment:
            found += [at for row in law["legalRegimes"] if "agreement" in row for at in (row["validFromMs"], row["validToMs"])]
    return sorted({at - start for at in found if at is not None and 0 < at - start < scenario["horizonMs"]})


def is_known_otherwise_today(law, scenario):
    start = scenario["startEpochMs"]
    uses = [use for row in law["clauseSets"] for use in row["forRegimes"]]
    return any(
        fact["confidence"] != "assumed"
        and any(key in fact for key in ("reliableToMs", "struckDown", "versions"))
        and fact["validFromMs"] < start + scenario["horizonMs"]
        and fact["validToMs"] > start
        for fact in law["frameworks"] + uses + law["adequacyDecisions"]
    )


def in_force(fact, at, known):
    versions, struck, reliable = fact.get("versions", []), fact.get("struckDown"), fact.get("reliableToMs")
    first = versions[0]["knownFromMs"] if versions else fact["validFromMs"]
    if at < fact["validFromMs"] or known < first:
        return False
    if struck is not None and struck["atMs"] <= known and (struck["exTunc"] or at >= struck["atMs"]):
        return False
    if reliable is not None and reliable <= known and at >= reliable:
        return False
    foreseen = [version for version in versions if version["knownFromMs"] <= known]
    if foreseen:
        return at < foreseen[-1]["validToMs"]
    return struck is not None or reliable is not None or at < fact["validToMs"]


class World:
    """The tables of a scenario, and zones at an instant."""

    def __init__(self, scenario, tables):
        self.scenario, self.law = scenario, law_of(tables, scenario)
        self.places = scenario["dataCentres"] + scenario["centres"]
        self.entities = scenario["entities"]
        self.at = scenario["startEpochMs"]
        self.compositions = {row["zone"]: row for row in self.law["zoneCompositions"]}
        self.stays = {}
        for row in self.law["zoneMemberships"]:
            self.stays.setdefault((row["zone"], row["country"]), []).append((row["fromMs"], row["toMs"]))

    def is_in(self, zone, country):
        if zone == "ANY":
            return True
        parts = [
            any(start <= self.at < end for start, end in self.stays.get((part, country), []))
            for part in self.compositions[zone]["parts"]
        ]
        return any(parts) if self.compositions[zone]["of"] == "some" else all(parts)

    def country(self, place):
        return self.places[place]["country"] if 0 <= place < len(self.places) else ""

    def company(self, place):
        return self.places[place]["entity"] if 0 <= place < len(self.places) else -1


class TransferLaw:
    """Judges transfers at the instant of the world, with the law as known then, or on the day of the tables."""

    def __init__(self, world, known_today):
        self.world, self.law = world, world.law
        self.today = self.law["factsAsOf"][0]["knownAtMs"] if known_today else None
        self.zones = [(row["regime"], row["zone"]) for row in self.law["exportRegimes"]]
        # Tables from before this column existed: every scope but that of an organisation covers all companies.
        self.covers = {row["scope"]: row.get("covers", "all") for row in self.law["adequacyScopes"]}
        self.covers["an international organisation"] = "none"
        self.forget()

    def forget(self):
        self.needed, self.judged, self.kept = {}, {}, {}

    def holds(self, fact):
        at = self.world.at
        return in_force(fact, at, at if self.today is None else self.today)

    def laws_over(self, stream, exporter, place):
        """Regimes that need a basis: (regime, whether that is settled)."""
        key = (stream, exporter, place)
        if key not in self.needed:
            world, at = self.world, self.world.at
            customers = world.scenario["streams"][stream]["country"]
            found = [(regime, True) for regime, zone in self.zones if world.is_in(zone, customers)][:1]
            if 0 <= exporter < len(world.entities):
                country = world.entities[exporter]["country"]
                for row in self.law["establishmentRules"]:
                    is_there = any(regime == row["regime"] for regime, _ in found)
                    if row["fromMs"] <= at < row["toMs"] and not is_there and world.is_in(row["zone"], country):
                        found.append((row["regime"], row["isSettled"]))
            zones, to = dict(self.zones), world.country(place)
            self.needed[key] = [law for law in found if not world.is_in(zones[law[0]], to)]
        return self.needed[key]

    def may_keep(self, stream, place):
        """Whether data of the stream may be at the place, whoever sent it there (9.7)."""
        scenario = self.world.scenario
        segment = scenario["segments"][scenario["streams"][stream]["segment"]]
        customers, role = scenario["streams"][stream]["country"], self.customer_role(stream)
        key = (segment["placement"], role, customers, place)
        if key not in self.kept:
            placement = scenario["placements"][segment["placement"]]
            exporters = {self.world.company(one) for one in placement["primary"] + placement["replica"]}
            if place < len(scenario["dataCentres"]):
                exporters.add(CUSTOMER)
            self.kept[key] = all(self.may_send(stream, exporter, place) for exporter in exporters)
        return self.kept[key]

    def may_employ(self, stream, place, employer):
        """Whether data of the stream may reach a company whose agents work at a centre of another."""
        scenario = self.world.scenario
        placement = scenario["placements"][scenario["segments"][scenario["streams"][stream]["segment"]]["placement"]]
        exporters = {self.world.company(one) for one in placement["primary"] + placement["replica"]}
        if scenario["centres"][place - len(scenario["dataCentres"])]["access"] == "local system":
            exporters.add(self.world.company(place))
        return all(self.may_send(stream, exporter, place, employer) for exporter in exporters)

    def may_send(self, stream, exporter, place, importer=None):
        importer, country = self.world.company(place) if importer is None else importer, self.world.country(place)
        if importer == exporter:
            return True
        customers = self.world.scenario["streams"][stream]["country"]
        exporting = None if exporter == CUSTOMER else self.company(exporter)
        parties = (self.customer_role(stream), exporting, self.company(importer), customers)
        laws = self.laws_over(stream, exporter, place)
        return all(not is_settled or self.best_of(country, regime, parties) != INVALID for regime, is_settled in laws)

    def judge(self, stream, claim):
        """Of a transfer that needs a basis: VALID, OPEN or INVALID. `claim`: basis, exporter, importer, place, instrument."""
        key = (stream, claim)
        if key not in self.judged:
            self.judged[key] = self.judge_anew(stream, *claim)
        return self.judged[key]

    def judge_anew(self, stream, basis, exporter, importer, place, instrument):
        if (importer == exporter) != (basis == SAME_ENTITY):
            return INVALID
        country = self.world.country(place)
        exporting = None if exporter == CUSTOMER else self.company(exporter)
        customers = self.world.scenario["streams"][stream]["country"]
        parties = (self.customer_role(stream), exporting, self.company(importer), customers)
        results = []
        for number, (regime, is_settled) in enumerate(self.laws_over(stream, exporter, place)):
            if importer == exporter:
                result = self.within_company(importer, country, regime, customers)
            elif number == 0:
                result = self.recorded(basis, instrument, country, regime, parties)
            else:
                result = self.best_of(country, regime, parties)
            results.append(result if is_settled or result == VALID else OPEN)
        return min(results, default=VALID)

    def customer_role(self, stream):
        segment = self.world.scenario["streams"][stream]["segment"]
        return self.world.scenario["segments"][segment].get("role", "controller")

    def company(self, entity):
        if not 0 <= entity < len(self.world.entities):
            return {"country": "", "instruments": []}
        return self.world.entities[entity]

    def recorded(self, basis, number, country, regime, parties):
        if basis < len(BASIS_WORDS) and BASIS_WORDS[basis] == "adequacy":
            return self.adequacy(country, regime, parties)
        own = parties[2]["instruments"]
        if number >= len(own) or basis >= len(BASIS_WORDS) or own[number]["kind"] != BASIS_WORDS[basis]:
            return INVALID
        return self.instrument(own[number], country, regime, parties)

    def best_of(self, country, regime, parties):
        own = [self.instrument(one, country, regime, parties) for one in parties[2]["instruments"]]
        return max(own + [self.adequacy(country, regime, parties)])

    def within_company(self, entity, country, regime, customers):
        rules = self.law["sameEntityRules"]
        if any(row["regime"] == regime and row["fromMs"] <= self.world.at for row in rules):
            return VALID
        parties = ("controller", None, self.company(entity), customers)
        return VALID if self.best_of(country, regime, parties) == VALID else OPEN

    def adequacy(self, country, regime, parties):
        rows = [row for row in self.law["adequacyDecisions"] if row["fromZone"] == regime and country in row["toCountries"]]
        return max([self.decision(row, parties) for row in rows if self.holds(row)], default=INVALID)

    def decision(self, row, parties):
        _, exporter, importer, customers = parties
        covers = self.covers[row["scope"]]
        if covers == "none":
            return INVALID
        if covers == "as said" and self.world.at < row.get("unlimitedFromMs", FOREVER):
            said = self.said(importer, "adequacy", lambda one: one["decision"] == row["id"])
            if said is None:
                return OPEN
            if not said["isCovered"]:
                return INVALID
        states = [customers] if exporter is None else [customers, exporter["country"]]
        is_pending = "pendingIn" in row and any(self.world.is_in(row["pendingIn"], state) for state in states)
        return OPEN if is_pending else VALID

    def said(self, company, key, is_meant=lambda one: True):
        """What the scenario says of a company now: the first that is meant, or None."""
        for one in company.get(key, []):
            if is_meant(one) and one["fromEpochMs"] <= self.world.at and (one["toEpochMs"] is None or self.world.at < one["toEpochMs"]):
                return one
        return None

    def instrument(self, relied, country, regime, parties):
        at, end = self.world.at, relied["toEpochMs"]
        if at < relied["fromEpochMs"] or (end is not None and end <= at):
            return INVALID
        judge = {"framework": self.framework, "standard-clauses": self.clauses, "binding-rules": self.rules}[relied["kind"]]
        return judge(relied, country, regime, parties)

    def framework(self, relied, country, regime, _):
        for row in self.law["frameworks"]:
            if row["id"] == relied["instrument"]:
                fits = row["fromZone"] == regime and country in row["toCountries"]
                is_open = self.world.at >= row.get("operationalFromMs", row["validFromMs"])
                return VALID if fits and is_open and self.holds(row) else INVALID
        return INVALID

    def clauses(self, relied, country, regime, parties):
        sets = [row for row in self.law["clauseSets"] if row["id"] == relied["instrument"]]
        uses = [use for row in sets[:1] for use in row["forRegimes"] if use["regime"] == regime]
        if not uses or not self.holds(uses[0]):
            return INVALID
        clauses, use = sets[0], uses[0]
        if not use["usableForNewFromMs"] <= relied["fromEpochMs"] < use["usableForNewToMs"]:
            return INVALID
        if "addendumTo" in clauses and not self.has(parties[2], clauses["addendumTo"]):
            return INVALID
        customer_role, exporter, importer, _ = parties
        sends_customer = exporter is None or relied.get("signedFor") == "customers"
        sender = customer_role if sends_customer else exporter.get("role", "processor")
        roles = sender[0].upper() + "2" + importer.get("role", "processor")[0].upper()
        assessment = VALID
        if roles not in clauses["conditionalAssessmentRoles"]:
            assessment = self.assessment(relied, use["assessmentRequiredFromMs"])
        outside = VALID
        if use.get("isForImportersOutsideGdpr") and self.may_gdpr_apply(importer):
            outside = OPEN
        return min(self.roles(relied["instrument"], clauses, roles, regime, exporter), outside, assessment)

    def may_gdpr_apply(self, company):
        said = self.said(company, "gdpr")
        if said is not None:
            return said["applies"]
        return company.get("role") == "controller" or any(
            row["regime"] == "EEA" and row["isSettled"] and row["fromMs"] <= self.world.at < row["toMs"]
            for row in self.law["establishmentRules"]
            if self.world.is_in(row["zone"], company["country"])
        )

    def roles(self, id, clauses, roles, regime, exporter):
        if roles in clauses["roles"]:
            return VALID
        if roles != "P2P" or exporter is None or "C2P" not in clauses["roles"]:
            return INVALID
        if self.world.is_in(dict(self.zones)[regime], exporter["country"]):
            return OPEN
        return VALID if clauses["hasSubprocessorClause"] and self.has(exporter, id) else INVALID

    def rules(self, relied, country, regime, parties):
        _, exporter, importer, _ = parties
        if any(party is not None and party.get("kind") == "subcontractor" for party in (importer, exporter)):
            return INVALID
        role, covers = importer.get("role", "processor"), relied.get("covers")
        if covers is not None and covers != role:
            return INVALID
        rows = [row for row in self.law["bindingRules"] if row["regime"] == regime and role in row["holders"]]
        if not any(map(self.holds, rows)):
            return INVALID
        approved = relied.get("approvedEpochMs", {}).get(regime)
        if approved is None:
            return OPEN
        if approved < min(row["validFromMs"] for row in rows) or approved > self.world.at:
            return INVALID
        required = [row["requiredFromMs"] for row in self.law["transferAssessments"] if row["regime"] == regime]
        return min(OPEN if covers is None else VALID, self.assessment(relied, required[0] if required else 0))

    def assessment(self, relied, required):
        if self.world.at < required:
            return VALID
        assessed = relied.get("assessedEpochMs")
        if assessed is None:
            return OPEN
        return VALID if assessed <= self.world.at else INVALID

    def has(self, party, id):
        at = self.world.at
        return any(
            one["instrument"] == id and one["fromEpochMs"] <= at and (one["toEpochMs"] is None or at < one["toEpochMs"])
            for one in party["instruments"]
        )


# ── The invariants (section 9) ───────────────────────────────────────────────────────────────────────────────────────────────

KINDS = {"duty": 0, "centre": 1, "data centre": 2, "open": 4, "transition": 5, "store": 6, "delete": 7, "transfer": 8, "view": 11, "view end": 12}
KINDS.update({"assign": 10, "escalate": 13, "end": 15, "presence": 17, "after-contact work": 20, "exception": 23})
KINDS.update({"emergency access": 28, "subcontractor needed": 34, "plain items": 35, "access approval": 36, "session": 37})
RELOCATE, HANDLING, CONSULTATION, ESCORT, OPENED = 5, 10, 3, 4, 1
QUEUED, WORKING, CLOSED, ERASED, PAUSED, REFUSED = 3, 4, 7, 8, 9, 10
PRIMARY, REPLICA, BACKUP, WORKING_COPY = 0, 1, 2, 4
CAME_PLAIN, TOLD, SENT_BACK, CAME_ENCRYPTED = 0, 1, 2, 3
GIVEN = 1
SESSION_BEGINS, NO_PLACE = 4, 0xFFFF
NOBODY_FREE, RESIDENCY, CENTRE_DOWN, CENTRE_CLOSED, NO_EXPERTISE, NO_LANGUAGE, NOBODY_SKILLED = 1, 3, 4, 5, 6, 7, 8
# Agents who speak one of these serve nobody who writes another of them (9.9).
APART = set("ar bg de el en es et fi fr he hi hr hu id it ja ko lt lv nl pl pt ro ru sl sr sv th tr uk vi zh".split())
ITEM_CLASSES = ["content", "attachment", "note", "case metadata", "contact", "telemetry", "audit"]
ALL_CLASSES = 127
DIMENSIONS = ["storage", "storage", "backup", "workingCopy", "workingCopy", "storage", "storage", "storage"]


class Tally:
    def __init__(self):
        self.checks, self.violations, self.undecided, self.first, self.by_case = 0, 0, 0, None, {}


class View:
    def __init__(self, place, classes, is_exception, is_emergency):
        self.place, self.classes = place, classes or ALL_CLASSES
        self.is_exception, self.is_emergency = is_exception, is_emergency


class Case:
    def __init__(self, number, stream, declared, true):
        self.number, self.stream, self.state = number, stream, 0
        # Language in the low 8 bits, product in the next 8: as far as it is known, and as it is.
        self.about, self.true = declared, true & 0xFFFF
        self.tier, self.next_tier, self.agent, self.is_assigned = 1, None, NO_CASE, False
        self.copies, self.resurrected = [], []
        self.had_copies = self.is_judged = False
        self.open_to = self.closing = self.view = self.consultation = self.escort = self.approval = self.session = None

    def classes_at(self, place):
        classes = 0
        for _, at, of in self.copies + self.resurrected:
            if at == place:
                classes |= of
        return classes

    def is_erased(self):
        return self.state == ERASED or (self.had_copies and not self.copies)


def left_to_audit(scenario):
    """The invariants that are not judged here, since they depend on more than FORMAT.md describes (9.9)."""
    is_promised = any("subcontractorsOnly" in promise for promise in scenario["promises"])
    is_plain = all("concurrency" not in group and "takesOnlyWhile" not in group for group in scenario["groups"])
    is_plain = is_plain and "transfer" not in scenario["work"] and "preemption" not in scenario["routing"]
    is_plain = is_plain and not scenario["evacuations"] and "backlog" not in scenario and APART.issuperset(scenario["languages"])
    return ["R27"] if is_promised and not is_plain else []


class Staff:
    """Which agents are present, and since when they are free (9.9)."""

    def __init__(self, scenario):
        self.centre_of = [group["centre"] for group in scenario["groups"]]
        self.agents, count = [], 0
        for group in scenario["groups"]:
            size = sum(shift["agents"] for shift in group["shifts"])
            self.agents.append(range(count, count + size))
            count += size
        # Why each agent is not free, and since when it is if there is no reason.
        self.reasons, self.since, self.case_of = [{"off duty"} for _ in range(count)], [0] * count, [None] * count
        self.is_up, self.changed = [True] * len(scenario["centres"]), [-1] * len(scenario["centres"])

    def read(self, kind, aux, a, b, c, d, now):
        if kind == KINDS["centre"]:
            self.is_up[a], self.changed[a] = aux == 1, now
        elif kind == KINDS["duty"]:
            for agent in range(d, min(d + c, len(self.reasons))):
                self.note(agent, "off duty", aux == 0, now)
        elif kind == KINDS["presence"]:
            self.note(c, "off work" if b == 1 else "away", aux == 0, now)
        else:
            self.note(c, "after contact", aux == 1, now)

    def note(self, agent, reason, holds, now):
        if agent >= len(self.reasons):
            return
        reasons = self.reasons[agent]
        if not reasons and holds or reasons == {reason} and not holds:
            self.since[agent] = now
        (reasons.add if holds else reasons.discard)(reason)

    def take(self, agent, case, now):
        if agent < len(self.reasons):
            self.case_of[agent] = case
            self.note(agent, "case", case is not None, now)

    def leave(self, case, now):
        if case.is_assigned and case.agent < len(self.reasons) and self.case_of[case.agent] == case.number:
            self.take(case.agent, None, now)
        case.is_assigned = False

    def move(self, case, was, after, now):
        if was == WORKING and after == PAUSED:
            self.take(case.agent, case.number, now)
            case.is_assigned = True
        elif was == PAUSED and after != WORKING:
            self.leave(case, now)
        elif was == PAUSED and case.is_assigned:
            self.take(case.agent, case.number, now)

    def is_present(self, group):
        return any(not self.reasons[agent] & {"off duty", "away"} for agent in self.agents[group])

    def is_staffed(self, group):
        return self.is_up[self.centre_of[group]] and self.is_present(group)

    def is_free(self, group, now):
        """Whether an agent has been free, at a centre that has been up, since before now."""
        centre = self.centre_of[group]
        is_there = self.is_up[centre] and self.changed[centre] != now
        return is_there and any(not self.reasons[agent] and self.since[agent] < now for agent in self.agents[group])


class EndedBases:
    """R8 under one law: when copies of a stream must be gone from a place (9.7)."""

    def __init__(self, law, tally, scenario):
        self.law, self.tally, self.grace = law, tally, scenario["retention"]["basisEnd"]["graceMs"]
        places = range(len(scenario["dataCentres"]) + len(scenario["centres"]))
        self.keys = [(stream, place) for stream in range(len(scenario["streams"])) for place in places]
        self.kept, self.due = {key for key in self.keys if law.may_keep(*key)}, {}

    def law_has_changed(self, time):
        for key in self.keys:
            if self.law.may_keep(*key):
                self.due.pop(key, None)
                self.kept.add(key)
            elif key in self.kept:
                self.due[key] = time + self.grace
                self.kept.remove(key)


class Judge:
    """Reads the entries of a ledger once and judges them."""

    def __init__(self, world):
        scenario = world.scenario
        self.world, self.scenario = world, scenario
        self.law = TransferLaw(world, False)
        self.law_now = TransferLaw(world, True) if is_known_otherwise_today(world.law, scenario) else None
        self.tallies = {id: Tally() for id in JUDGED}
        self.tallies_now = {} if self.law_now is None else {"R7": Tally(), "R8": Tally()}
        laws = [(self.law, self.tallies["R8"])] + ([] if self.law_now is None else [(self.law_now, self.tallies_now["R8"])])
        self.ended_bases = [EndedBases(*one, scenario) for one in laws] if "basisEnd" in scenario["retention"] else []
        self.now, self.entry, self.ended = 0, -1, False
        self.zones_changed = self.certificates_changed = False
        self.instants = law_instants(world.law, scenario)
        self.zone_instants = zone_instants(world.law, scenario)
        self.certificate_instants = certificate_instants(world.law, scenario)
        self.cases, self.case_count, self.closings = {}, 0, 0
        self.is_up = [True] * len(scenario["dataCentres"])
        self.claim, self.claim_case, self.claim_entry, self.claim_before = None, -1, -2, None
        self.consent_case = None
        self.allowed = {}
        self.deadlines, self.put_off = [], []
        # R28: [case, rule, answer] of what came plain in this instant; cases that were to be sent back.
        self.plain, self.awaited = [], set()
        # R27: the reason on record, as (case, agent, cause); groups that are no subcontractor's; who is permitted, at a law instant.
        self.staff, self.stated, self.permitted = Staff(scenario), None, {}
        self.is_about_staff = any("subcontractorsOnly" in promise for promise in scenario["promises"]) and not left_to_audit(scenario)
        self.others = [number for number in range(len(scenario["groups"])) if not self.is_subcontracted(number)]
        self.purges, self.purge_of = [], {}
        self.deadlines_done = self.purges_done = 0
        self.methods = {KINDS["transition"]: self.transition, KINDS["store"]: self.store, KINDS["delete"]: self.delete}
        self.methods.update({KINDS["transfer"]: self.transfer, KINDS["view"]: self.begin_view, KINDS["view end"]: self.end_view})
        self.methods.update({KINDS["exception"]: self.exception, KINDS["emergency access"]: self.emergency, KINDS["plain items"]: self.plain_items})
        self.methods.update({KINDS["access approval"]: self.approval, KINDS["session"]: self.session})
        self.methods.update({KINDS["assign"]: self.assign, KINDS["escalate"]: self.escalate, KINDS["subcontractor needed"]: self.state_need})
        self.staff_kinds = {KINDS[kind] for kind in ("duty", "centre", "presence", "after-contact work")}

    def read(self, entries):
        for index, (time, kind, aux, number, a, b, c, d) in enumerate(entries):
            if time > self.now or index == 0:
                self.move_to(time)
            self.entry = index
            if kind in self.methods:
                case = self.cases.get(number)
                if case is not None:
                    self.methods[kind](case, aux, a, b, c, d)
                elif kind == KINDS["store"] and number < self.case_count:
                    self.tallies["R17"].checks += 1
                    self.violate("R17", number)
            elif kind == KINDS["open"]:
                if a < len(self.scenario["streams"]) and number not in self.cases:
                    self.cases[number] = Case(number, a, b, d)
                    self.case_count = max(self.case_count, number + 1)
            elif kind in self.staff_kinds:
                self.staff.read(kind, aux, a, b, c, d, self.now)
            elif kind == KINDS["data centre"]:
                if a < len(self.is_up):
                    self.is_up[a] = aux == 1
            elif kind == KINDS["end"]:
                self.ended = True
        if self.ended:
            self.end_instant()
        else:
            self.move_to(self.scenario["horizonMs"])

    def violate(self, id, case, at=None, tally=None):
        tally = tally or self.tallies[id]
        tally.violations += 1
        tally.by_case[case] = tally.by_case.get(case, 0) + 1
        if tally.first is None:
            tally.first = {"caseNumber": case, "entry": self.entry, "timeMs": self.now if at is None else at}

    # Time (9.1)

    def move_to(self, time):
        self.end_instant()
        while self.instants and self.instants[0] <= time:
            self.now = self.instants.pop(0)
            self.world.at = self.scenario["startEpochMs"] + self.now
            self.allowed, self.permitted = {}, {}
            self.law.forget()
            if self.law_now is not None:
                self.law_now.forget()
            self.zones_changed = self.now in self.zone_instants
            self.certificates_changed = self.now in self.certificate_instants
            self.judge_ended_bases(self.now)
            for ended in self.ended_bases:
                ended.law_has_changed(self.now)
            if self.now < time:
                self.end_instant()
        self.judge_ended_bases(time)
        self.judge_deadlines(time)
        self.now = max(self.now, time)

    def judge_ended_bases(self, time):
        """R8, for what must be gone before a time (9.7)."""
        for ended in self.ended_bases:
            for due in sorted({at for at in ended.due.values() if at < time}):
                keys = {key for key, at in ended.due.items() if at == due}
                streams = {stream for stream, _ in keys}
                for case in [self.cases[number] for number in sorted(self.cases) if self.cases[number].stream in streams]:
                    for _, place, _ in case.copies:
                        ended.tally.checks += 1
                        if (case.stream, place) in keys:
                            self.violate("R8", case.number, due, ended.tally)
                for key in keys:
                    del ended.due[key]

    def end_instant(self):
        self.judge_plain_items()
        zones, certificates = self.zones_changed, self.certificates_changed
        self.zones_changed = self.certificates_changed = False
        if not zones and not certificates:
            return
        cases = [self.cases[number] for number in sorted(self.cases)]
        for case in cases:
            for copy in case.copies + case.resurrected:
                if not zones and not self.needs_certificate(case, copy):
                    continue
                self.tallies["R1"].checks += 1
                if not self.is_copy_allowed(case, copy):
                    self.violate("R1", case.number)
        for case in cases if zones else []:
            if case.session is not None:
                self.judge_session(case)
        for case in cases if zones else []:
            for view in (case.view, case.consultation, case.escort):
                if view is not None and not view.is_exception:
                    self.judge_view(case, view)

    def judge_deadlines(self, time):
        while self.deadlines_done < len(self.deadlines) and self.deadlines[self.deadlines_done][0] < time:
            self.judge_deadline(*self.deadlines[self.deadlines_done])
            self.deadlines_done += 1
        over = [deadline for deadline in self.put_off if deadline[0] < time]
        self.put_off = [deadline for deadline in self.put_off if deadline[0] >= time]
        for deadline in over:
            self.judge_deadline(*deadline)
        while self.purges_done < len(self.purges) and self.purges[self.purges_done][0] < time:
            due, key = self.purges[self.purges_done]
            self.purges_done += 1
            if self.purge_of.get(key) == due:
                del self.purge_of[key]
                self.tallies["R16"].checks += 1
                self.violate("R16", key[0], due)

    # What a promise allows (9.3)

    def promise_of(self, case):
        return self.scenario["segments"][self.scenario["streams"][case.stream]["segment"]]["promise"]

    def is_copy_allowed(self, case, copy):
        role, place, classes = copy
        return self.is_allowed(self.promise_of(case), DIMENSIONS[role], place, classes)

    def needs_certificate(self, case, copy):
        promise = self.scenario["promises"][self.promise_of(case)]
        return DIMENSIONS[copy[0]] in ("storage", "backup") and promise.get("certified") is not None

    def is_allowed(self, promise, dimension, place, classes):
        if not 0 <= place < len(self.world.places):
            return False
        key = (promise, dimension, place)
        if key not in self.allowed:
            self.allowed[key] = self.classes_allowed(self.scenario["promises"][promise], dimension, place)
        return classes & ~self.allowed[key] == 0

    def classes_allowed(self, promise, dimension, place):
        standard = promise.get("certified")
        if dimension in ("storage", "backup") and standard is not None and not self.is_certified(self.world.company(place), standard, "storage"):
            return 0
        country = self.world.country(place)
        zones = [promise["zones"][name][dimension] for name in ITEM_CLASSES]
        return sum(1 << bit for bit, zone in enumerate(zones) if self.world.is_in(zone, country))

    def is_certified(self, company, standard, service, product=None):
        ends = {row["id"]: row["validToMs"] for row in self.world.law["certificateEditions"]}
        return any(
            own["edition"].startswith(standard)
            and service in own.get("services", [service])
            and (product is None or product in own.get("products", [product]))
            and own["fromEpochMs"] <= self.world.at < min(own["toEpochMs"], ends.get(own["edition"], own["fromEpochMs"]))
            for own in self.world.entities[company].get("certificates", [])
        )

    # Cases (9.2)

    def transition(self, case, event, _, after, *rest):
        was, case.state = case.state, after
        if after not in (WORKING, PAUSED):
            case.open_to = None
        if event == RELOCATE and was == after:
            return
        self.staff.move(case, was, after, self.now)
        if event == HANDLING and after == QUEUED and was in (WORKING, PAUSED):
            mask = 0xFF if (case.about ^ case.true) & 0xFF else 0xFFFF
            case.about = case.about & ~mask | case.true & mask
        if case.next_tier is not None:
            case.tier, case.next_tier = case.next_tier, None
        if after == CLOSED or (after == ERASED and was != CLOSED):
            case.closing = self.closings
            due = self.now + self.scenario["retention"]["eraseAfterMs"] + self.scenario["retention"]["eraseGraceMs"]
            self.deadlines.append((due, case.number, self.now, self.closings))
            self.closings += 1
        if after == ERASED:
            self.drop_if_erased(case)
        if after == REFUSED and not case.copies and not case.resurrected:
            self.drop(case)

    def drop(self, case):
        del self.cases[case.number]
        self.awaited.discard(case.number)

    def drop_if_erased(self, case):
        if not case.copies:
            self.judge_erasure(case)
        if not case.copies and not case.resurrected:
            self.drop(case)

    def store(self, case, role, place, source, classes, _):
        if case.number in self.awaited:
            self.tallies["R28"].checks += 1
            self.violate("R28", case.number)
        copy = (role & 7, place, classes & ALL_CLASSES)
        is_from_customer = source == CUSTOMER
        if not is_from_customer:
            self.tallies["R2"].checks += 1
            if copy[2] & ~case.classes_at(source):
                self.violate("R2", case.number)
        self.tallies["R17"].checks += 1
        if case.is_erased():
            self.violate("R17", case.number)
        self.judge_storage(case, copy, is_from_customer)
        exporter = CUSTOMER if is_from_customer else self.world.company(source)
        self.judge_availability(case, place, exporter)
        if case.is_erased():
            case.resurrected.append(copy)
        else:
            case.had_copies = True
            case.copies.append(copy)

    def judge_storage(self, case, copy, is_from_customer):
        is_allowed = self.is_copy_allowed(case, copy)
        first = self.scenario["promises"][self.promise_of(case)].get("storedFirst")
        self.tallies["R1"].checks += 1
        if not is_allowed or (is_from_customer and first is not None and not self.world.is_in(first, self.world.country(copy[1]))):
            self.violate("R1", case.number)
        if copy[0] == PRIMARY and is_from_customer:
            segment = self.scenario["segments"][self.scenario["streams"][case.stream]["segment"]]
            placement = self.scenario["placements"][segment["placement"]]
            if all(self.is_up[place] for place in placement["primary"] + placement["replica"]):
                return
        elif copy[0] not in (PRIMARY, REPLICA, BACKUP):
            return
        self.tallies["R3"].checks += 1
        if not is_allowed:
            self.violate("R3", case.number)

    def delete(self, case, role, place, _, classes, __):
        copy = (role & 7, place, classes & ALL_CLASSES)
        if copy in case.copies:
            at = case.copies.index(copy)
            last = case.copies.pop()
            if at < len(case.copies):
                case.copies[at] = last
        elif copy in case.resurrected:
            case.resurrected.remove(copy)
        else:
            return
        if copy[0] == WORKING_COPY:
            self.tallies["R16"].checks += 1
            self.purge_of.pop((case.number, place), None)
        if case.state == ERASED:
            self.drop_if_erased(case)

    def exception(self, case, *numbers):
        self.consent_case = case.number

    def emergency(self, case, step, _, __, agent, *rest):
        if step == OPENED and "breakGlass" in self.scenario["promises"][self.promise_of(case)]:
            case.open_to = agent

    def approval(self, case, step, *numbers):
        case.approval = step

    def session(self, case, step, software, place, *rest):
        case.session = None
        model = self.scenario["software"][software].get("model") if step == SESSION_BEGINS else None
        if model is None or place == NO_PLACE:
            return
        case.session = model["dataCentre"]
        self.judge_session(case)
        self.judge_availability(case, place, NO_PLACE, model["entity"])

    def judge_session(self, case):
        """R4 (9.4)."""
        self.tallies["R4"].checks += 1
        if not self.is_allowed(self.promise_of(case), "processing", case.session, ALL_CLASSES):
            self.violate("R4", case.number)

    def begin_view(self, case, purpose, centre, group, agent, source):
        place = len(self.scenario["dataCentres"]) + centre
        if self.judge_availability(case, place, self.world.company(source)):
            self.judge_employer(case, place, self.employer_elsewhere(group))
        is_consented = self.consent_case == case.number
        self.consent_case = None
        if purpose == CONSULTATION:
            is_emergency = case.view is not None and case.view.is_emergency
        else:
            is_emergency = purpose != ESCORT and case.open_to is not None and case.open_to == agent
        view = View(place, case.classes_at(source), is_consented or is_emergency, is_emergency)
        if purpose == CONSULTATION:
            self.judge_consultation(case, group, agent)
        if purpose in (CONSULTATION, ESCORT):
            self.staff.note(agent, "consulted", True, self.now)
        if purpose == CONSULTATION:
            case.consultation = view
        elif purpose == ESCORT:
            case.escort = view
        else:
            case.view = view
            self.purge_of.pop((case.number, place), None)
        if not view.is_exception:
            self.judge_view(case, view)

    def end_view(self, case, purpose, _, __, agent, *rest):
        if purpose in (CONSULTATION, ESCORT):
            self.staff.note(agent, "consulted", False, self.now)
        else:
            self.staff.leave(case, self.now)
        if purpose == CONSULTATION:
            case.consultation = None
            return
        if purpose == ESCORT:
            self.end_escort(case)
            return
        case.view = None
        due = self.now + self.scenario["retention"]["workingCopyMs"]
        for role, place, _ in case.copies:
            if role == WORKING_COPY and (case.number, place) not in self.purge_of:
                self.purge_of[(case.number, place)] = due
                self.purges.append((due, (case.number, place)))

    def judge_view(self, case, view):
        """R4 (9.4)."""
        self.tallies["R4"].checks += 1
        is_let_in = view is case.view and self.is_let_in(case)
        if not is_let_in and not self.is_seen_inside(case, view):
            self.violate("R4", case.number)

    def is_seen_inside(self, case, view):
        promise = self.promise_of(case)
        return all(self.is_allowed(promise, name, view.place, view.classes) for name in ("access", "processing"))

    def is_let_in(self, case):
        promise = self.scenario["promises"][self.promise_of(case)]
        zone = promise.get("escortedBy")
        if zone is not None and not (case.escort is not None and self.world.is_in(zone, self.world.country(case.escort.place))):
            return False
        return case.approval == GIVEN if "approval" in promise else zone is not None

    def end_escort(self, case):
        if case.escort is None:
            return
        case.escort = None
        self.tallies["R4"].checks += 1
        is_outside = case.view is not None and not case.view.is_exception and not self.is_seen_inside(case, case.view)
        if is_outside and not self.is_let_in(case):
            self.violate("R4", case.number)

    # Erasure (9.5)

    def holds_of(self, case):
        segment = self.scenario["streams"][case.stream]["segment"]
        return [hold for hold in self.scenario.get("holds", []) if hold["segment"] == segment]

    def judge_erasure(self, case):
        if case.closing is None or case.is_judged:
            return
        if case.resurrected:
            case.is_judged = True
        self.tallies["R15"].checks += 1
        if any(hold["fromMs"] <= self.now < hold["toMs"] for hold in self.holds_of(case)):
            self.violate("R15", case.number)

    def judge_deadline(self, due, number, closed, closing):
        case = self.cases.get(number)
        if case is None or case.is_judged or case.state not in (CLOSED, ERASED) or case.closing != closing:
            return
        retention, holds = self.scenario["retention"], self.holds_of(case)
        at = closed + retention["eraseAfterMs"]
        held = [hold for hold in holds if hold["fromMs"] <= at < hold["toMs"]]
        while held:
            at = held[0]["toMs"]
            held = [hold for hold in holds if hold["fromMs"] <= at < hold["toMs"]]
        if at + retention["eraseGraceMs"] > due:
            self.put_off.append((at + retention["eraseGraceMs"], number, closed, closing))
            return
        case.is_judged = True
        self.tallies["R15"].checks += 1
        if case.copies:
            self.violate("R15", number, due)

    # Plain items (9.8)

    def plain_items(self, case, step, *numbers):
        if step == CAME_PLAIN:
            rule = self.rule_on_plain_items(case)
            self.plain.append([case.number, rule, step])
            if rule == "sent back":
                self.awaited.add(case.number)
        elif step == CAME_ENCRYPTED:
            self.awaited.discard(case.number)
        else:
            for row in [row for row in self.plain if row[0] == case.number][:1]:
                row[2] = step

    def rule_on_plain_items(self, case):
        """What the vendor said that it does, or None if the customers have no duty now."""
        duty = self.scenario["segments"][self.scenario["streams"][case.stream]["segment"]].get("encryption")
        at = self.scenario["startEpochMs"] + self.now
        if duty is None or at < duty["fromEpochMs"] or (duty["toEpochMs"] is not None and at >= duty["toEpochMs"]):
            return None
        return duty["plain"]

    def judge_plain_items(self):
        for number, rule, answer in self.plain:
            self.tallies["R28"].checks += 1
            if answer != {"told": TOLD, "sent back": SENT_BACK}.get(rule):
                self.violate("R28", number)
        self.plain = []

    # A last resort (9.9)

    def is_subcontracted(self, group):
        row = self.scenario["groups"][group]
        company = self.scenario["centres"][row["centre"]]["entity"]
        return any(self.world.entities[one]["kind"] == "subcontractor" for one in (company, row.get("employer", company)))

    def escalate(self, case, reason, _, __, ___, tier):
        case.next_tier = tier

    def state_need(self, case, cause, group, _, agent, *rest):
        self.stated = (case.number, agent, cause)

    def assign(self, case, _, group, __, agent, wait):
        stated, self.stated = self.stated, None
        promise = self.scenario["promises"][self.promise_of(case)]
        is_asked = self.is_about_staff and promise.get("subcontractorsOnly") == "when required"
        if is_asked and group not in self.others and agent in self.staff.agents[group]:
            self.tallies["R27"].checks += 1
            if stated != (case.number, agent, self.why_nobody_else(case)):
                self.violate("R27", case.number)
        self.staff.take(agent, case.number, self.now)
        case.agent, case.is_assigned = agent, True

    def judge_consultation(self, case, group, agent):
        rule = (self.scenario["work"].get("consultation") or [None] * case.tier)[case.tier - 1]
        promise = self.scenario["promises"][self.promise_of(case)]
        is_asked = self.is_about_staff and promise.get("subcontractorsOnly") == "when required" and rule is not None
        if not is_asked or group in self.others or agent not in self.staff.agents[group]:
            return
        self.tallies["R27"].checks += 1
        product, groups = case.about >> 8, self.scenario["groups"]
        able = [one for one in self.others if groups[one]["tier"] == rule["tier"] and groups[one]["speed"][rule.get("product", product)] > 0]
        if any(self.is_permitted(case.stream, product, one) and self.staff.is_free(one, self.now) for one in able):
            self.violate("R27", case.number)

    def why_nobody_else(self, case):
        """Why no group of the others takes the case now, as a word of section 5; None if one of their agents is free."""
        language, product, staff = case.about & 0xFF, case.about >> 8, self.staff
        groups, channel = self.scenario["groups"], self.scenario["streams"][case.stream]["channel"]
        speaking = [one for one in self.others if groups[one]["tier"] == case.tier and channel in groups[one]["channels"]]
        speaking = [one for one in speaking if language in groups[one]["languages"]]
        able = [one for one in speaking if groups[one]["speed"][product] > 0]
        permitted = [one for one in able if self.is_permitted(case.stream, product, one)]
        if any(staff.is_free(one, self.now) for one in permitted):
            return None
        if any(map(staff.is_staffed, permitted)):
            return NOBODY_FREE
        if any(map(staff.is_staffed, able)) or (able and not permitted):
            return RESIDENCY
        if any(map(staff.is_present, permitted)):
            return CENTRE_DOWN
        centres = {staff.centre_of[one] for one in permitted}
        if any(staff.is_present(one) for one, centre in enumerate(staff.centre_of) if centre in centres):
            return NOBODY_SKILLED
        return CENTRE_CLOSED if permitted else NO_EXPERTISE if speaking else NO_LANGUAGE

    def is_permitted(self, stream, product, group):
        key = (stream, product, group)
        if key not in self.permitted:
            self.permitted[key] = self.may_see(stream, product, self.scenario["groups"][group])
        return self.permitted[key]

    def may_see(self, stream, product, group):
        """Whether promise and law let the agents of a group that is no subcontractor's see every item class of such cases."""
        segment = self.scenario["segments"][self.scenario["streams"][stream]["segment"]]
        number, promise = segment["promise"], self.scenario["promises"][segment["promise"]]
        place, centre = len(self.scenario["dataCentres"]) + group["centre"], self.scenario["centres"][group["centre"]]
        outside = {name for name in ("access", "processing") if not self.is_allowed(number, name, place, ALL_CLASSES)}
        if outside and not any(self.is_covered(consent, outside, centre["country"]) for consent in segment.get("consents", [])):
            return False
        if centre["access"] == "local system" and not self.is_allowed(number, "workingCopy", place, ALL_CLASSES):
            return False
        residence, standard = group.get("residence", centre["country"]), promise.get("certifiedSupport")
        companies = {centre["entity"], group.get("employer", centre["entity"])}
        return (
            self.law.may_keep(stream, place)
            and all(self.law.may_employ(stream, place, one) for one in companies - {centre["entity"]})
            and all(self.world.is_in(promise["zones"][name]["personnel"], residence) for name in ITEM_CLASSES)
            and self.is_agreed(segment.get("agreements", {}), self.scenario["streams"][stream]["country"])
            and (standard is None or all(self.is_certified(one, standard, "support", product) for one in companies))
        )

    def is_covered(self, consent, dimensions, country):
        begin, end = max(consent["givenEpochMs"], consent["fromEpochMs"]), consent["toEpochMs"]
        return begin <= self.world.at < end and dimensions.issubset(consent["dimensions"]) and self.world.is_in(consent["zone"], country)

    def is_agreed(self, agreements, country):
        """Whether each agreement that a law asks for, and of which the scenario says when it is in force, is in force."""
        at = self.world.at
        regimes = [row for row in self.world.law["legalRegimes"] if "agreement" in row and row["validFromMs"] <= at < row["validToMs"]]
        asked = {row["agreement"]["kind"] for row in regimes if self.world.is_in(row["zone"], country)}
        return all(
            any(term["fromEpochMs"] <= at < (FOREVER if term["toEpochMs"] is None else term["toEpochMs"]) for term in agreements[kind])
            for kind in asked.intersection(agreements)
        )

    # Transfers (9.6)

    def both_laws(self):
        yield self.law, self.tallies["R7"]
        if self.law_now is not None:
            yield self.law_now, self.tallies_now["R7"]

    def transfer(self, case, basis, exporter, importer, place, instrument):
        is_just_before = self.claim_entry == self.entry - 1 and self.claim_case == case.number
        self.claim_before = self.claim if is_just_before else None
        self.claim = (basis, exporter, importer, place, instrument)
        self.claim_case, self.claim_entry = case.number, self.entry
        if not self.law.laws_over(case.stream, exporter, place):
            return
        for law, tally in self.both_laws():
            tally.checks += 1
            judgement = law.judge(case.stream, self.claim)
            if judgement == OPEN:
                tally.undecided += 1
            elif judgement == INVALID:
                self.violate("R7", case.number, tally=tally)

    def judge_availability(self, case, place, exporter, receiver=None):
        """At a store, a view or a session: the entry before must be the transfer. `receiver`: if it is not the company of the place.
        Returns whether it is one of the case."""
        if place >= len(self.world.places) or not self.law.laws_over(case.stream, exporter, place):
            return False
        is_just_before = self.claim_entry == self.entry - 1 and self.claim_case == case.number
        if is_just_before:
            _, claimed, importer, where, _ = self.claim
            if where == place and importer == (self.world.company(place) if receiver is None else receiver) and claimed == exporter:
                return True
        for _, tally in self.both_laws():
            tally.checks += 0 if is_just_before else 1
            self.violate("R7", case.number, tally=tally)
        return is_just_before

    def employer_elsewhere(self, group):
        """The company that employs the agents of the group, if another runs their centre."""
        row = row_of(self.scenario["groups"], group)
        if row is None or row.get("employer") == self.scenario["centres"][row["centre"]]["entity"]:
            return None
        return row.get("employer")

    def judge_employer(self, case, place, employer):
        """At a view: the transfer before that of the centre's company is one to the employer."""
        if employer is None:
            return
        if self.claim_before is not None and self.claim_before[1:4] == (self.claim[1], employer, place):
            return
        for _, tally in self.both_laws():
            tally.checks += 1
            self.violate("R7", case.number, tally=tally)


def result_of(tally):
    return {"checks": tally.checks, "violations": tally.violations, "undecided": tally.undecided, "first": tally.first}


# ── Answers to requirements (2.3) ────────────────────────────────────────────────────────────────────────────────────────────

SUPPORT = 0
LOCAL_ROLES = (3, WORKING_COPY)
# By subject: what an act must be to count.
COUNTED = {
    "storage": lambda act: act.is_stored and act.role not in (BACKUP, *LOCAL_ROLES),
    "storedFirst": lambda act: act.is_stored and act.is_first and act.role not in (BACKUP, *LOCAL_ROLES),
    "workingCopy": lambda act: act.is_stored and act.role in LOCAL_ROLES,
    "processing": lambda act: True,
    "access": lambda act: not act.is_stored,
    "initiated": lambda act: not act.is_stored and act.is_first,
    "residence": lambda act: not act.is_stored,
    "citizenship": lambda act: not act.is_stored,
}


class ActOnData:
    """A copy that is stored, or a view that begins."""

    def __init__(self, case, time, is_stored, is_first, country):
        self.case, self.time, self.is_stored, self.is_first, self.country = case, time, is_stored, is_first, country
        self.role = self.purpose = self.centre = self.group = None


class AnsweredCase:
    def __init__(self, stream):
        self.stream = stream
        self.has_stored = self.has_seen = False
        # Consents and emergencies as (kind, time, centre), in the order of the ledger; when escorts begin; when an approval was given.
        self.excuses, self.escorted, self.approved = [], set(), None


class Answers:
    """Makes the answers that section 2.3 describes, and compares them with rows."""

    def __init__(self, rows, world, judged):
        self.world, self.scenario, self.judged = world, world.scenario, judged
        self.cases, self.acts, self.recomputed = {}, [], 0
        self.names = {name for segment in self.scenario["segments"] for name in (segment["id"], segment["title"])}
        self.asks_places = any(row["subject"] in COUNTED for row in rows)

    def read(self, entries):
        if not self.asks_places:
            return
        methods = {KINDS[kind]: method for kind, method in {"store": self.store, "view": self.view, "exception": self.excuse, "emergency access": self.emergency, "access approval": self.approval}.items()}
        for time, kind, aux, number, a, b, c, d in entries:
            if kind == KINDS["open"] and a < len(self.scenario["streams"]) and number not in self.cases:
                self.cases[number] = AnsweredCase(a)
            elif kind in methods and number in self.cases:
                methods[kind](self.cases[number], number, time, aux, a, b)

    def store(self, case, number, time, role, place, _):
        act = ActOnData(number, time, True, not case.has_stored, self.world.country(place))
        case.has_stored, act.role = True, role
        self.acts.append(act)

    def view(self, case, number, time, purpose, centre, group):
        act = ActOnData(number, time, False, not case.has_seen, self.world.country(len(self.scenario["dataCentres"]) + centre))
        case.has_seen, act.purpose, act.centre, act.group = True, purpose, centre, group
        if purpose == ESCORT:
            case.escorted.add(time)
        self.acts.append(act)

    def excuse(self, case, number, time, _, centre, __):
        case.excuses.append(("consent", time, centre))

    def emergency(self, case, number, time, step, centre, _):
        if step == OPENED:
            case.excuses.append(("emergency", time, centre))

    def approval(self, case, number, time, step, *rest):
        if step == GIVEN and case.approved is None:
            case.approved = time

    def segment(self, act):
        return self.scenario["segments"][self.scenario["streams"][self.cases[act.case].stream]["segment"]]

    def countries(self, subject, act):
        """What must be inside; None if that is not known."""
        if subject not in ("residence", "citizenship"):
            return [act.country] if act.country else None
        group = row_of(self.scenario["groups"], act.group)
        if group is None:
            return None
        centre = self.scenario["centres"][group["centre"]]
        if subject == "residence":
            return [group.get("residence", centre["country"])]
        employer = self.scenario["entities"][group.get("employer", centre["entity"])]
        return group.get("citizenship", employer.get("citizenship"))

    def is_inside(self, asked, country):
        is_in = lambda place: self.world.is_in(place, country) if place == "ANY" or place in self.world.compositions else place == country
        excluded = [place[4:] for place in asked if place.startswith("not ")]
        named = [place for place in asked if not place.startswith("not ")]
        return (not named or any(is_in(place) for place in named)) and not any(is_in(place) for place in excluded)

    def excuse_of(self, act):
        """Why the act is an exception from the promise; None if it is none."""
        if act.is_stored:
            return None
        case = self.cases[act.case]
        for kind, time, centre in case.excuses:
            if centre == act.centre and (time == act.time if kind == "consent" else time <= act.time):
                return kind
        promise = self.scenario["promises"][self.segment(act)["promise"]]
        if act.purpose == SUPPORT and act.time in case.escorted:
            return "escort"
        is_approved = "approval" in promise and case.approved is not None and case.approved <= act.time
        zones = [own[dimension] for own in promise["zones"].values() for dimension in ("access", "processing")]
        return "approval" if is_approved and not all(self.world.is_in(zone, act.country) for zone in zones) else None

    def by_places(self, row):
        if row["segments"] is not None and not self.names.issuperset(row["segments"]):
            return "cannot be told", 0, 0, []
        chances, broken, is_known = 0, [], True
        for act in self.acts:
            if not COUNTED[row["subject"]](act):
                continue
            segment = self.segment(act)
            if row["segments"] is not None and segment["id"] not in row["segments"] and segment["title"] not in row["segments"]:
                continue
            chances += 1
            self.world.at = self.scenario["startEpochMs"] + act.time
            countries = self.countries(row["subject"], act)
            if countries is None:
                is_known = False
            elif not all(self.is_inside(row["asked"], country) for country in countries) and self.excuse_of(act) not in row["unless"]:
                broken.append(act)
        if broken:
            return "broken", chances, len(broken), broken
        if not is_known:
            return "cannot be told", 0, 0, []
        return ("met" if chances else "open"), chances, 0, []

    def by_rule(self, row):
        if row["subject"] == "erasure":
            retention = self.scenario["retention"]
            if retention["eraseAfterMs"] + retention["eraseGraceMs"] > row["asked"]:
                return "broken", 0, 0, None
        found = self.judged["R15" if row["subject"] == "erasure" else row["asked"]]
        if found["violations"]:
            return "broken", found["checks"], found["violations"], found["first"]
        is_open = found["undecided"] or not found["checks"]
        return ("open", 0, 0, None) if is_open else ("met", found["checks"], 0, None)

    def compare(self, row):
        is_rule = row["segments"] is None and (row["subject"] == "erasure" and "R15" in self.judged or row["subject"] == "rule" and row["asked"] in self.judged)
        if not is_rule and row["subject"] not in COUNTED:
            return
        self.recomputed += 1
        outcome, chances, count, first = self.by_rule(row) if is_rule else self.by_places(row)
        mine, told = [outcome, chances, count], [row["outcome"], row["chances"], row["count"]]
        if mine != told:
            raise Broken(f"{ANSWERS}.json, {row['id']}: it says {told[0]}, {told[2]} of {told[1]}; this program finds {outcome}, {count} of {chances}")
        if is_rule:
            case = "" if first is None or first["caseNumber"] is None else str(first["caseNumber"])
            firsts = [] if first is None else [(case, first["timeMs"])]
        else:
            firsts = [(str(act.case), act.time) for act in first if act.time == first[0].time]
        known = [(case, Names(self.scenario).instant(time)) for case, time in firsts]
        if row["first"] is None and known or row["first"] is not None and (row["first"]["case"], row["first"]["time"]) not in known:
            raise Broken(f"{ANSWERS}.json, {row['id']}: it names another first case or time than this program finds")


# ── Everything about one bundle ──────────────────────────────────────────────────────────────────────────────────────────────


class Verdict:
    """What was checked. `steps` has rows: what, difference (None if there is none), detail."""

    def __init__(self):
        self.steps, self.judged, self.judged_now, self.other_violations, self.counts = [], None, {}, [], {}
        # The invariants in the audit of the bundle, and the format of the bundle.
        self.audited, self.format = [], None
        # Of the answers to requirements: how many were recomputed, and how many there are. None without any.
        self.answers = None

    def note(self, what, difference, detail=""):
        self.steps.append((what, difference, detail))

    def differences(self):
        return [difference for _, difference, _ in self.steps if difference is not None]

    def broken(self):
        own = [] if self.judged is None else [id for id in self.judged if self.judged[id]["violations"] > 0]
        return own + self.other_violations

    def left_open(self):
        """What was not judged, since neither scenario nor tables say enough: never silently clean."""
        judged = {} if self.judged is None else self.judged
        return "".join(f"; {judged[id]['undecided']} acts of {id} not judged" for id in judged if judged[id]["undecided"])

    def exit_code(self):
        return 1 if self.differences() or self.broken() or self.judged is None else 0

    def as_json(self):
        return {
            "isSound": not self.differences(),
            "differences": self.differences(),
            "broken": self.broken(),
            "judged": self.judged,
            "judgedNow": self.judged_now,
            **self.counts,
            "exitCode": self.exit_code(),
        }


class Check:
    """One verification. Each step notes what is wrong, and the others go on as far as they can."""

    def __init__(self, bundle, is_core=False, trusted=None, earlier=None, policy=None):
        self.bundle, self.is_core, self.trusted, self.earlier, self.policy = bundle, is_core, trusted, earlier, policy
        self.verdict = Verdict()
        self.manifest = self.key = self.ledger = self.scenario = self.law = self.checkpoint = self.log = None
        self.tile_paths = set()

    def step(self, what, work):
        """Does a part of the work, and notes what is broken. Returns whether nothing is."""
        try:
            self.verdict.note(what, None, work() or "")
            return True
        except Broken as broken:
            self.verdict.note(what, str(broken))
            return False

    def run(self):
        if self.step("manifest", self.read_manifest):
            if self.step("key", self.read_key):
                self.step("signature of the manifest", self.check_note)
            self.step("list of files", lambda: check_list(self.manifest, lambda path: not self.is_core or path in CORE))
            self.step("links and folders", self.check_oddities)
            self.step("files", self.check_files)
        self.step("scenario", self.read_scenario)
        self.step("tables of law", self.read_law)
        self.step("ledger", self.read_ledger)
        if self.manifest is not None and not self.is_core:
            if self.ledger is not None:
                self.step("record of the run", self.check_record)
            self.step("files of source/", self.check_source)
        if self.key is not None:
            self.step("checkpoint", self.read_checkpoint)
            if self.policy is not None:
                self.step("policy", lambda: self.policy.check(self.bundle.need("log/checkpoint"), "log/checkpoint", self.key))
        if self.ledger is not None:
            self.step("tiles of the log", self.check_tiles)
        if self.checkpoint is not None and self.log is not None:
            self.step("root of the log", self.check_root)
            self.step("proofs", self.log.check_proofs)
            if self.earlier is not None:
                self.step("earlier checkpoint", self.check_earlier)
        if self.manifest is not None:
            self.step("no other files", self.check_strangers)
        if self.ledger is not None and self.scenario is not None and self.law is not None:
            self.step("judgement", self.judge)
        if self.manifest is not None and not self.is_core and any(file["path"] == ANSWERS + ".json" for file in self.manifest["files"]):
            self.step("answers to requirements", self.check_answers)
        return self.verdict

    def check_answers(self):
        """Section 2.3: the table says what the rows of the JSON say, and some of the rows say what the ledger says."""
        try:
            rows = json.loads(self.bundle.need(ANSWERS + ".json"))["rows"]
            told = [[str(row[key]) for key in ("id", "says", "outcome", "chances", "count")] for row in rows]
            head, *lines = csv.reader(io.StringIO(self.bundle.need(ANSWERS + ".csv").decode("utf-8"), newline=""))
            table = [[line[head.index(key)] for key in ("id", "requirement", "outcome", "chances", "count")] for line in lines]
        except (ValueError, KeyError, TypeError, IndexError):
            raise Broken(f"{ANSWERS}.json or {ANSWERS}.csv cannot be read")
        if told != table:
            raise Broken(f"{ANSWERS}.csv says something else than {ANSWERS}.json")
        self.verdict.answers = (0, len(rows))
        if self.verdict.judged is None:
            return f"{len(rows)}, in the table as in the JSON; the ledger could not be judged"
        try:
            made = Answers(rows, World(self.scenario, self.law), self.verdict.judged)
            made.read(self.ledger.entries())
            for row in rows:
                made.compare(row)
        except (KeyError, TypeError, IndexError, AttributeError, ValueError):
            raise Broken(f"{ANSWERS}.json has another shape")
        self.verdict.answers = (made.recomputed, len(rows))
        return f"{len(rows)}, in the table as in the JSON; {made.recomputed} recomputed from the ledger"

    def read_manifest(self):
        self.manifest = parse_manifest(self.bundle.need("manifest.json"))
        self.verdict.format = self.manifest["format"]

    def read_key(self):
        self.key = Key(self.manifest["key"])
        if self.trusted is not None and self.trusted.public != self.key.public:
            raise Broken(f"the bundle is signed by {self.manifest['key']}, not by the key given")
        return self.key.name

    def check_note(self):
        text = signed_text(self.bundle.need("manifest.note"), "manifest.note", self.key)
        manifest = base64_text(sha256(self.bundle.need("manifest.json")))
        if text != f"meridian evidence manifest\n{manifest}\n":
            raise Broken("manifest.note is over another manifest")

    def check_oddities(self):
        odd = self.bundle.paths()[1]
        if odd:
            raise Broken(f"{odd[0]}, which no bundle has: {REMOVE}")
        return "no link, no empty folder, nothing but files"

    def check_files(self):
        files = [file for file in self.manifest["files"] if not self.is_core or file["path"] in CORE]
        for file in files:
            data = self.bundle.need(file["path"])
            if len(data) != file["bytes"] or sha256(data).hex() != file["sha256"]:
                raise Broken(f"{file['path']} has another length or hash than manifest.json says")
        return f"{len(files)} of {len(self.manifest['files'])} files have their length and hash"

    def read_scenario(self):
        scenario, found, lines = read_scenario(self.bundle.need("scenario.json"))
        if self.manifest is not None and self.manifest["scenario"]["sha256"] != found:
            raise Broken("scenario.json is not the one that manifest.json names")
        self.scenario, self.scenario_hash, self.scenario_lines = scenario, found, lines
        return found

    def read_law(self):
        data = self.bundle.need("tables/law.json")
        self.law, self.law_lines = read_law(data)
        return f"SHA-256 of tables/law.json: {sha256(data).hex()}"

    def read_ledger(self):
        ledger = Ledger(self.bundle.need("ledger/ledger.bin"))
        if self.scenario is not None and ledger.scenario_hash == self.scenario_hash:
            try:
                EntryCheck(self.scenario).read(ledger.entries())
            except (KeyError, TypeError, AttributeError):
                raise Broken("scenario.json lacks what the entries refer to")
        # Nothing reads the entries any further if one of them cannot be.
        self.ledger = ledger
        if self.manifest is not None:
            named = self.manifest["ledger"]
            scenario = self.manifest["scenario"]
            wanted = [named["root"], named["entries"], self.manifest["seed"], self.manifest["replication"], scenario["sha256"], scenario["name"]]
            found = [ledger.root.hex(), ledger.count, ledger.seed, ledger.replication, ledger.scenario_hash, ledger.scenario_name]
            if self.manifest["format"] == 2:
                wanted, found = wanted + [self.manifest["versions"]["engine"]], found + [ledger.engine]
            wrong = [f"{one!r}, not {other!r}" for one, other in zip(found, wanted) if one != other]
            if wrong:
                raise Broken(f"the ledger is not the one that manifest.json names: it has {wrong[0]}: {ASK}")
        if self.scenario is not None and ledger.scenario_hash != self.scenario_hash:
            self.scenario = None
            raise Broken("scenario.json is not the scenario that the ledger was made from")
        return f"{ledger.count} entries, root {ledger.root.hex()}"

    def run_record(self):
        return parse_json(self.bundle.need("run.json"), "run.json", False)

    def check_record(self):
        """Compares run.json with the ledger (section 2.1)."""
        told, ledger = self.run_record(), self.ledger
        try:
            chose = told.get("preference")
            engine = told["versions"]["engine"] + ("" if chose is None else "+preference." + chose["sha256"])
            rows = [("seed", told["seed"], ledger.seed), ("replication", told["replication"], ledger.replication)]
            rows += [("root", told["root"], ledger.root.hex()), ("versions.engine", engine, ledger.engine)]
        except (KeyError, TypeError, AttributeError):
            raise Broken(f"run.json is not the record of a run: {ASK}")
        for key, said, found in rows:
            if said != found or isinstance(said, bool):
                raise Broken(f"run.json says that {key} is {said!r}, the ledger has {found!r}: {ASK}")
        if self.manifest["format"] != 2:
            check_keys("run.json", RUN_KEYS, [("", told), ("versions.", told["versions"])] + ([] if chose is None else [("preference.", chose)]))
            if self.bundle.need("run.json") != (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass"):
                raise Broken(f"run.json is not written as `meridian run` writes it: {ASK}")
        return "seed, replication, root and engine are those of the ledger; the rest is its maker's word"

    def check_source(self):
        """Each file below source/ is the scenario's own, or is named in one that is there (section 2.2)."""
        there = {file["path"][len("source/") :] for file in self.manifest["files"] if file["path"].startswith("source/")}
        told = self.run_record()
        main = told.get("source") if isinstance(told, dict) else None
        reached = []
        while main is not None and len(reached) <= len(there):
            new = [main] if not reached else [file for one in reached for file in files_named_in(self.source_text(one), one) if file not in reached]
            if not new:
                break
            reached += sorted(set(new))
        if main is not None and main not in there:
            raise Broken(f"source/{main} is missing: {ASK}")
        beside = sorted(there - set(reached))
        if beside and self.manifest["format"] != 2:
            raise Broken(f"source/{beside[0]} is no file that the scenario was read from: {ASK}")
        return f"{len(there)} files" + (f"; no other file names {', '.join(beside)}" if beside else ", each named by another or by run.json")

    def source_text(self, path):
        data = self.bundle.read("source/" + path)
        return "" if data is None else data.decode("utf-8", "replace")

    def read_checkpoint(self):
        text = signed_text(self.bundle.need("log/checkpoint"), "log/checkpoint", self.key)
        self.checkpoint = parse_checkpoint(text)

    def context(self):
        if self.scenario is None or self.law is None:
            return None
        return ["engine " + self.ledger.engine] + sorted(self.law_lines) + sorted(self.scenario_lines)

    def check_tiles(self):
        context = self.context() if self.checkpoint is None else self.checkpoint["context"]
        if context is None:
            raise Broken("the tiles cannot be recomputed: the meaning of the entries is not known")
        self.log = Log(self.ledger, context)
        wrong = None
        for path, data in tiles_of(self.log.leaves, self.log.levels):
            self.tile_paths.add(path)
            if wrong is None and self.bundle.read(path) != data:
                wrong = path
        if wrong is not None:
            raise Broken(f"{wrong} is missing, or is not what the ledger gives")
        return f"{len(self.tile_paths)} tiles over {self.log.size} leaves"

    def check_root(self):
        checkpoint, log = self.checkpoint, self.log
        if (checkpoint["size"], checkpoint["root"]) != (log.size, log.root):
            raise Broken("log/checkpoint is not over the entries of the ledger")
        if checkpoint["origin"] != origin_of(self.ledger):
            raise Broken(f"log/checkpoint is of another log: {checkpoint['origin']}")
        context = self.context()
        changed = sorted({line.split(" ")[0] for line in set(checkpoint["context"]) ^ set(context or [])})
        if context is not None and changed:
            raise Broken(f"log/checkpoint is bound to something else than the bundle holds: {', '.join(changed)}")
        return f"size {log.size}, root {log.root.hex()}"

    def check_earlier(self):
        before = parse_checkpoint(signed_text(self.earlier, "the earlier checkpoint", self.key))
        if before["origin"] != self.checkpoint["origin"] or before["context"] != self.checkpoint["context"]:
            raise Broken("the earlier checkpoint is of another log, or its entries meant something else")
        if before["size"] > self.log.size:
            raise Broken(f"the log is shorter than it was: {self.log.size} leaves now, {before['size']} then")
        if before["size"] == 0:
            return "it was empty"
        proof = consistency_proof(self.log.levels, self.log.size, before["size"])
        if not is_continued(before["size"], before["root"], self.log.size, self.checkpoint["root"], proof):
            raise Broken("the log does not continue the earlier checkpoint")
        return f"{before['size']} of {self.log.size} leaves are unchanged"

    def check_strangers(self):
        known = {"manifest.json", "manifest.note", "log/checkpoint"} | self.tile_paths
        known.update(file["path"] for file in self.manifest["files"])
        for path in self.bundle.paths()[0]:
            if path not in known and not (self.log is None and path.startswith("log/")):
                raise Broken(f"{path} does not belong to the bundle: {REMOVE}")

    def judge(self):
        try:
            judge = Judge(World(self.scenario, self.law))
            judge.read(self.ledger.entries())
        except (KeyError, TypeError, IndexError, AttributeError, ValueError):
            raise Broken("scenario.json or tables/law.json lacks what the judgement needs")
        verdict = self.verdict
        judged = [id for id in JUDGED if id not in left_to_audit(self.scenario)]
        verdict.judged = {id: result_of(judge.tallies[id]) for id in judged}
        verdict.by_case = [{id: judge.tallies[id].by_case for id in judged}, {id: tally.by_case for id, tally in judge.tallies_now.items()}]
        verdict.judged_now = {id: result_of(tally) for id, tally in judge.tallies_now.items()}
        verdict.counts = {"entries": self.ledger.count, "cases": judge.case_count, "root": self.ledger.root.hex()}
        audit = parse_json(self.bundle.need("ledger/audit.json"), "ledger/audit.json", False)
        try:
            self.compare(audit)
        except (KeyError, TypeError, AttributeError):
            raise Broken("ledger/audit.json has another shape")
        return "the same counts as in ledger/audit.json"

    def compare(self, audit):
        """Compares the counts with those of the audit in the bundle."""
        verdict = self.verdict
        for key in ("entries", "cases", "root"):
            if audit[key] != verdict.counts[key]:
                raise Broken(f"ledger/audit.json: {key} is {audit[key]!r}, this program finds {verdict.counts[key]!r}")
        rows = {row["id"]: row for row in audit["invariants"]}
        verdict.audited = list(rows)
        if verdict.format in (2, 3):
            # Some invariants are younger than these formats.
            verdict.judged = {id: row for id, row in verdict.judged.items() if id in rows}
        verdict.other_violations = [id for id, row in rows.items() if id not in verdict.judged and row["violations"] > 0]
        rows_now = {row["id"]: row for row in audit["invariantsNow"] if row["id"] in verdict.judged}
        if sorted(rows_now) != sorted(verdict.judged_now):
            raise Broken("ledger/audit.json and this program differ on whether the law as known today matters")
        for found, told, now in ((verdict.judged, rows, ""), (verdict.judged_now, rows_now, " as the law is known today")):
            for id, mine in found.items():
                row = told[id]
                first = row["counterexample"] and {key: row["counterexample"][key] for key in ("caseNumber", "entry", "timeMs")}
                theirs = {key: row[key] for key in ("checks", "violations")}
                theirs.update({"undecided": sum(one["count"] for one in row["undecided"]), "first": first})
                if theirs != mine:
                    raise Broken(f"{id}{now}: ledger/audit.json says {shown(theirs)}, this program finds {shown(mine)}")


def shown(result):
    first = result["first"]
    where = "" if first is None else f", the first in case {first['caseNumber']} at entry {first['entry']}, {first['timeMs']} ms"
    return f"{result['checks']} checks, {result['violations']} violations{where}, {result['undecided']} undecided"


# ── Statements for a customer ────────────────────────────────────────────────────────────────────────────────────────────────

CHANNELS, SEVERITIES = ["phone", "e-mail", "web"], ["A", "B", "C"]
STATES = ["submitted", "stalled", "open.triage", "open.waiting.queued", "open.working", "open.awaitingCustomer", "resolved", "closed", "erased"]
STATES += ["open.paused", "refused", "open.unreached", "open.awaitingVendor", "open.linked"]
ROLES = ["primary", "replica", "backup", "cache", "working copy", "log"]
CAUSES = ["data centre down", "no agent free", "held for a local specialist", "residency leaves no eligible centre", "centre down", "centre closed"]
CAUSES += ["no expertise", "no language match", "nobody with the skill on duty", "no agreement in force"]
PURPOSES = ["support", "quality review", "none", "consultation", "escort"]
REASONS = ["uptime", "language", "expertise", "severity", "follow-the-sun", "returned", "absence", "residency", "preemption"]
KINDS.update({"incident link": 39, "wait": 9, "severity": 14, "refuse": 18, "disclosure": 24, "ledger kept": 30})
PLAIN_STEPS = ["came plain", "customer told", "sent back", "came encrypted"]
APPROVAL_STEPS = ["asked", "given", "refused"]
NONE_32 = 4294967295
NOTES = [
    "Agents are named by their group and a number in it: a pseudonym that stays the same within this run.",
    "This statement never tells what an order of a court or an authority forbids telling, and never says whether there is such an order.",
    "Who could have received your data is judged by your promise, the law and the contracts of the companies. Skills, opening hours and outages are ignored.",
    "Near misses: only the closest of the whole run are known one by one, at most 20 for each promise. The statement says which of those are yours.",
    "The proofs show that every entry cited here is in the log. To see that nothing was left out, recompute the statement from the whole ledger.",
]
UNASKED = ("needs no basis", "not judged")
OTHER_REASONS = ["the scenario does not have the place", "the law asks for a basis", "no law modelled here", "no basis is on record"]
STANDINGS = {VALID: "valid", OPEN: "undecided", INVALID: "invalid"}
NOT_ON_RECORD = "no transfer is on record"
# What is said of data that reached a company without a transfer on record. Which law is meant is not recomputed here.
WITHOUT_TRANSFER = re.compile("inside the free flow of .+|no law modelled here protects this data|none is on record")
WAYS = re.compile("(?:store it at|keep the ledger at) data centre (.+)|(?:see it from|keep a working copy at) centre (.+?)(?:, (?:in an emergency|under escort|with an approval) only)?")


def word_of(words, number):
    return words[number] if number < len(words) else f"unknown {number}"


def row_of(rows, number):
    return rows[number] if 0 <= number < len(rows) else None


class Names:
    """What the numbers of entries are called in a statement."""

    def __init__(self, scenario):
        self.scenario = scenario
        self.places = [("data centre ", row) for row in scenario["dataCentres"]] + [("centre ", row) for row in scenario["centres"]]
        self.first_agents, self.agents = [], 0
        for group in scenario["groups"]:
            self.first_agents.append(self.agents)
            self.agents += sum(shift["agents"] for shift in group["shifts"])
        # Streams that differ only in their channel have the same customers, who are called as the first of these streams.
        self.customers, first = [], {}
        for stream in scenario["streams"]:
            name = first.setdefault((stream["segment"], stream["country"], stream["timeZone"]), stream)
            end = "/" + name["channel"]
            self.customers.append(name["id"][: -len(end)] if name["id"].endswith(end) else name["id"])

    def customer(self, stream, number):
        name = row_of(self.customers, stream) or self.id_of("streams", stream, "stream")
        return f"{name}/{'unnamed' if number == NONE_32 else number}"

    def id_of(self, table, number, what):
        row = row_of(self.scenario[table], number)
        return f"{what} {number}" if row is None else row["id"]

    def place(self, number):
        row = row_of(self.places, number)
        return f"place {number}" if row is None else row[0] + row[1]["id"]

    def country(self, place):
        row = row_of(self.places, place)
        return "" if row is None else row[1]["country"]

    def company(self, place):
        row = row_of(self.places, place)
        return -1 if row is None else row[1]["entity"]

    def holder(self, place):
        return "" if self.company(place) == -1 else self.id_of("entities", self.company(place), "entity")

    def group_of_agent(self, agent):
        return None if agent >= self.agents else max(g for g, first in enumerate(self.first_agents) if first <= agent and self.size_of(g) > agent - first)

    def size_of(self, group):
        return sum(shift["agents"] for shift in self.scenario["groups"][group]["shifts"])

    def agent(self, agent):
        group = self.group_of_agent(agent)
        if group is None:
            return "nobody named" if agent == NONE_32 else f"agent {agent}"
        return f"{self.scenario['groups'][group]['id']}#{agent - self.first_agents[group] + 1}"

    def instant(self, time):
        at = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=self.scenario["startEpochMs"] + time)
        return at.isoformat(timespec="milliseconds") + "Z"


class History:
    """What the entries of one case say: copies, views, transfers and waits as rows with begin and end."""

    def __init__(self, number, story, names):
        self.number, self.names = number, names
        self.index, self.opened, _, aux, _, self.stream, _, self.customer, d = story[0]
        self.channel, self.severity = word_of(CHANNELS, aux & 3), word_of(SEVERITIES, aux >> 2)
        product = row_of(names.scenario["products"], d >> 8 & 255)
        self.product = "" if product is None else product["id"]
        self.copies, self.views, self.transfers, self.waits, self.exceptions, self.hand_overs = [], [], [], [], [], []
        self.parent = None
        self.state, self.since, self.refused, self.disclosed = "submitted", self.opened, None, []
        for entry in story:
            self.read(*entry)

    def read(self, index, time, kind, aux, case, a, b, c, d):
        row = {"entry": index, "from": time, "to": None}
        if kind == KINDS["store"]:
            classes = [name for bit, name in enumerate(ITEM_CLASSES) if c >> bit & 1]
            self.copies.append({**row, "role": word_of(ROLES, aux), "place": a, "source": b, "classes": classes})
        elif kind == KINDS["delete"]:
            self.end(self.copies, time, lambda copy: copy["role"] == word_of(ROLES, aux) and self.names.place(copy["place"]) == self.names.place(a))
        elif kind == KINDS["view"]:
            self.views.append({**row, "purpose": word_of(PURPOSES, aux), "centre": a, "group": b, "agent": c, "source": d})
            self.views[-1]["place"] = len(self.names.scenario["dataCentres"]) + a
        elif kind == KINDS["view end"]:
            self.end(self.views, time, lambda view: self.names.agent(view["agent"]) == self.names.agent(c) and view["centre"] == a)
        elif kind == KINDS["transfer"]:
            self.transfers.append({**row, "claim": (aux, a, b, c, d)})
        elif kind == KINDS["wait"]:
            self.end(self.waits, time)
            self.waits.append({**row, "cause": word_of(CAUSES, aux), "tier": a})
        elif kind == KINDS["transition"]:
            self.state, self.since = word_of(STATES, b), time
            if self.state not in ("open.waiting.queued", "stalled"):
                self.end(self.waits, time)
        elif kind == KINDS["incident link"]:
            self.parent = d
        elif kind == KINDS["escalate"]:
            self.hand_overs.append(word_of(REASONS, aux))
        elif kind == KINDS["severity"]:
            self.severity = word_of(SEVERITIES, aux)
        elif kind == KINDS["refuse"]:
            self.refused = time
        elif kind == KINDS["exception"] or kind == KINDS["emergency access"] and aux == OPENED:
            consent = kind == KINDS["exception"]
            where = self.names.id_of("centres", a, "centre")
            self.except_(index, time, "seen on consent" if consent else "opened in an emergency", ("from " if consent else "to ") + where)
        elif kind == KINDS["plain items"]:
            classes = [name for bit, name in enumerate(ITEM_CLASSES) if c >> bit & 1]
            self.except_(index, time, "items to be encrypted", f"{word_of(PLAIN_STEPS, aux)}: {'; '.join(classes)}")
        elif kind == KINDS["access approval"]:
            self.except_(index, time, "approval of access from outside", word_of(APPROVAL_STEPS, aux))
        elif kind == KINDS["subcontractor needed"]:
            self.except_(index, time, "given to a subcontractor", f"to {self.names.id_of('groups', a, 'group')}: {word_of(CAUSES, aux)}")
        elif kind == KINDS["disclosure"]:
            told = row_of(self.names.scenario.get("disclosures", []), a)
            if told is not None:
                basis = told["basis"] if aux == 1 else None
                self.except_(index, time, "handed over to an authority", f"{told['authority']}, basis: {'none' if basis is None else basis}")
                self.disclosed.append((time, told["authority"], basis))

    def except_(self, entry, time, kind, what, to=FOREVER):
        self.exceptions.append((time, entry, kind, time if to == FOREVER else to, what))

    def end(self, rows, time, fits=lambda row: True):
        for row in reversed(rows):
            if row["to"] is None and fits(row):
                row["to"] = time
                return

    def all_exceptions(self):
        """Begin, entry, kind, end, what; in order of time."""
        found = []
        for wait in self.waits:
            kind = {CAUSES[3]: "waited for residency", CAUSES[0]: "data could not be reached", CAUSES[9]: "waited for an agreement"}.get(wait["cause"])
            if kind is not None:
                found.append((wait["from"], wait["entry"], kind, wait["to"], f"{wait['cause']} (tier {wait['tier']})"))
        for transfer in self.transfers:
            basis, _, importer, place, _ = transfer["claim"]
            kind = {"consent": "transfer on consent", "none": "transfer without basis"}.get(word_of(BASIS_WORDS, basis))
            if kind is not None:
                to = f"to {self.names.id_of('entities', importer, 'entity')} ({self.names.country(place)})"
                found.append((transfer["from"], transfer["entry"], kind, transfer["from"], to))
        found += self.exceptions
        if self.refused is not None:
            found.append((self.opened, self.index, "refused", self.refused, "all lines of the channel were taken"))
        return sorted(found, key=lambda row: row[:2])


class Form:
    """Words that this program does not recompute: they must have a form, and are shown to the reader."""

    def __init__(self, fits):
        self.fits = fits


class Recipient:
    """What one company or authority received."""

    def __init__(self):
        self.cases, self.roles, self.stored_in, self.seen_from, self.agents = set(), set(), set(), set(), set()
        self.receipts, self.ledgers, self.stored, self.left, self.views, self.own, self.at_own, self.nobody = {}, [], 0, 0, 0, 0, 0, 0
        self.begin, self.end = FOREVER, -1

    def extend(self, begin, end):
        self.begin, self.end = min(self.begin, begin), max(self.end, FOREVER if end is None else end)

    def receive(self, key, time):
        times, first, last = self.receipts.get(key, (0, FOREVER, -1))
        self.receipts[key] = (times + 1, min(first, time), max(last, time))


class StatementCheck:
    """Rebuilds a statement from the proved entries, and compares. `shown` has the words that it does not recompute."""

    def __init__(self, check, told):
        self.check, self.told, self.shown = check, told, []
        self.scenario, self.names = check.scenario, Names(check.scenario)
        self.audit = parse_json(check.bundle.need("ledger/audit.json"), "ledger/audit.json", False)
        self.world = World(check.scenario, check.law)
        self.laws = {"then": TransferLaw(self.world, False), "now": TransferLaw(self.world, True)}
        self.instants = [0] + law_instants(self.world.law, check.scenario)
        self.end, self.keepings, self.unnamed, self.stories = check.scenario["horizonMs"], [], 0, {}

    def run(self):
        self.find_cases(self.told["customer"])
        self.check_proofs()
        names = self.names
        order = sorted(self.stories)
        self.histories = [History(number, self.stories[number], names) for number in order]
        made = self.made()
        self.compare(made, {key: value for key, value in self.told.items() if key != "proofs"}, "")
        return f"{sum(map(len, self.stories.values()))} entries are in the log, are all of {len(order)} cases of the customer, and give its rows{self.words()}"

    def words(self):
        if not self.shown:
            return ""
        listed = sorted(set(self.shown))
        more = f" and {len(listed) - 10} more" if len(listed) > 10 else ""
        return f"; not recomputed here, but by `meridian verify --statement`: {'; '.join(listed[:10])}{more}"

    # Entries

    def find_cases(self, asked):
        """The entries of the customer's cases in the ledger, without what an order forbids to tell."""
        if not isinstance(asked, str):
            raise Broken("the statement names no customer")
        within = lambda name, group: name == group or name.startswith(group + "/")
        seen, disclosures = set(), self.scenario.get("disclosures", [])
        for index, (time, kind, aux, case, a, b, c, d) in enumerate(self.check.ledger.entries()):
            if kind == KINDS["ledger kept"]:
                self.keepings.append((time, a))
            if kind == KINDS["end"]:
                self.end = time
            if case == NONE_32 or (case in seen and case not in self.stories):
                continue
            if case not in seen:
                seen.add(case)
                if kind != KINDS["open"]:
                    continue
                if not within(self.names.customer(a, c), asked):
                    group = row_of(self.names.customers, a) or ""
                    self.unnamed += c == NONE_32 and within(asked, group) and not within(group, asked)
                    continue
                self.stories[case] = []
            secret = kind == KINDS["disclosure"] and (row_of(disclosures, a) or {}).get("noticeAfterMs") is None
            if not secret:
                self.stories[case].append((index, time, kind, aux, case, a, b, c, d))
        if not self.stories:
            raise Broken(f"the ledger has no case of {asked}")

    def check_proofs(self):
        """The proved entries are those of the customer's cases, all of them, and the checkpoint is that of the bundle."""
        proofs = self.told["proofs"]
        if sorted(proofs) != ["checkpoint", "context", "entries", "format", "key"] or proofs["format"] != 2:
            raise Broken("the proofs of the statement have other keys than FORMAT.md says")
        if proofs["checkpoint"].encode("utf-8") != self.check.bundle.need("log/checkpoint"):
            raise Broken("the statement has another checkpoint than the bundle")
        if proofs["key"] != self.check.manifest["key"]:
            raise Broken("the statement has another key than the bundle")
        wanted = [entry for case in sorted(self.stories) for entry in self.stories[case]]
        for number, row in enumerate(proofs["entries"]):
            if sorted(row) != ["entry", "index", "path"] or number >= len(wanted):
                raise Broken(f"the statement proves entry {row.get('index')}, which is not about the customer's cases")
            index, time, kind, aux, case, a, b, c, d = wanted[number]
            packed = ENTRY.pack(time & 0xFFFFFFFF, time >> 32, kind, aux, case, a, b, c, d)
            if row["index"] != index or bytes_of_base64(row["entry"]) != packed:
                raise Broken(f"the statement does not prove entry {index}, which is about the customer")
        if len(proofs["entries"]) < len(wanted):
            raise Broken(f"the statement leaves out entry {wanted[len(proofs['entries'])][0]}, which is about the customer")

    # The statement

    def made(self):
        names, scenario, audit = self.names, self.scenario, self.audit
        each = lambda make: [row for history in self.histories for row in make(history)]
        where = each(lambda history: [self.where(history, copy) for copy in history.copies])
        recipients = self.recipients()
        return {
            "format": 2,
            "kind": "meridian statement",
            "customer": self.told["customer"],
            "scenario": {"name": scenario["name"], "title": scenario["title"]},
            "ledger": {"root": self.check.ledger.root.hex(), "entries": self.check.ledger.count},
            "from": names.instant(0),
            "to": names.instant(self.end),
            "law": audit["law"],
            "promises": self.promises(),
            **self.agreements(),
            **self.duties(),
            "recipients": recipients,
            "possibleRecipients": Form(lambda rows: self.are_possible(rows, {row["entity"] for row in recipients})),
            "where": where,
            "who": each(lambda history: [self.who(history, view) for view in history.views]),
            "what": {
                "cases": [self.case(history) for history in self.histories],
                "transfers": each(lambda history: [self.transfer(history, transfer) for transfer in history.transfers]),
                "deletions": [row for row in where if row["deleted"] is not None],
                "exceptions": each(lambda history: [self.exception(history, *row) for row in history.all_exceptions()]),
                "waiting": each(lambda history: [self.wait(history, wait) for wait in history.waits if wait["to"] is None]),
            },
            "audit": [self.invariant(row) for row in audit["invariants"]],
            "nearMisses": self.near_misses(),
            **({"notSaid": audit["notSaid"]} if "notSaid" in audit else {}),
            "notModelled": audit["notModelled"],
            "notes": self.notes(),
        }

    def at(self, time):
        return None if time is None else self.names.instant(time)

    def where(self, history, copy):
        names, place = self.names, copy["place"]
        row = {"caseNumber": history.number, "entry": copy["entry"], "role": copy["role"], "place": names.place(place), "country": names.country(place)}
        source = "the customer" if copy["source"] == CUSTOMER else names.place(copy["source"])
        row.update({"holder": names.holder(place), "copiedFrom": source, "itemClasses": copy["classes"]})
        return {**row, "stored": self.at(copy["from"]), "deleted": self.at(copy["to"])}

    def employer(self, view):
        """Index of the company whose people view it, or -1."""
        group = row_of(self.scenario["groups"], view["group"]) or {}
        return group.get("employer", self.names.company(view["place"]))

    def who(self, history, view):
        names, place = self.names, view["place"]
        group = row_of(self.scenario["groups"], view["group"])
        employer = row_of(self.scenario["entities"], self.employer(view)) or {"id": "", "kind": ""}
        seconds = None if view["to"] is None else (view["to"] - view["from"]) / 1000
        row = {"caseNumber": history.number, "entry": view["entry"], "employer": employer["id"], "employerKind": employer["kind"], "seconds": seconds}
        row.update({"agent": None if names.group_of_agent(view["agent"]) is None else names.agent(view["agent"])})
        row.update({"role": "agent" if group is None else f"support agent, tier {group['tier']}", "company": names.holder(place)})
        row.update({"centre": names.id_of("centres", view["centre"], "centre"), "country": names.country(place), "purpose": view["purpose"]})
        return {**row, "readFrom": names.place(view["source"]), "began": self.at(view["from"]), "ended": self.at(view["to"])}

    def case(self, history):
        row = {"caseNumber": history.number, "entry": history.index, "customer": self.names.customer(history.stream, history.customer)}
        row.update({"channel": history.channel, "product": history.product, "severity": history.severity, "opened": self.at(history.opened)})
        row.update({"state": history.state, "since": self.at(history.since), "accesses": len(history.views), "copies": len(history.copies)})
        row.update({} if history.parent is None else {"parentCase": history.parent})
        return {**row, "copiesLeft": sum(copy["to"] is None for copy in history.copies), "handOvers": history.hand_overs}

    def transfer(self, history, transfer):
        names, (basis, exporter, importer, place, instrument) = self.names, transfer["claim"]
        row = {"caseNumber": history.number, "entry": transfer["entry"], "at": self.at(transfer["from"])}
        row.update({"exporter": "the customer" if exporter == CUSTOMER else names.id_of("entities", exporter, "entity")})
        row.update({"importer": names.id_of("entities", importer, "entity"), "place": names.place(place), "country": names.country(place)})
        row.update({"basis": word_of(BASIS_WORDS, basis), "instrument": self.instrument(importer, instrument)})
        today = self.judged(history, transfer, "now")
        return {**row, **self.judged(history, transfer, "then"), "today": today}

    def instrument(self, importer, number):
        held = (row_of(self.scenario["entities"], importer) or {"instruments": []})["instruments"]
        return None if row_of(held, number) is None else held[number]["instrument"]

    def standing(self, history, transfer, known):
        """Of a transfer on record; None if no law asks for a basis."""
        _, exporter, _, place, _ = transfer["claim"]
        if row_of(self.scenario["streams"], history.stream) is None or row_of(self.names.places, place) is None:
            return "undecided"
        self.move_to(transfer["from"])
        if not self.laws[known].laws_over(history.stream, exporter, place):
            return None
        return STANDINGS[self.laws[known].judge(history.stream, transfer["claim"])]

    def judged(self, history, transfer, known):
        standing = self.standing(history, transfer, known)
        if standing is None:
            return {"standing": Form(lambda word: word in UNASKED), "reason": Form(lambda why: why in (None, "no law modelled here"))}
        return {"standing": standing, "reason": None if standing == "valid" else Form(lambda why: self.is_reason(why, standing))}

    def is_reason(self, why, standing):
        """Of a standing, in the words that belong to it. Which of them is right is not recomputed here, so the reader sees them."""
        if standing in ("valid", "needs no basis"):
            return why is None
        if why in OTHER_REASONS or standing == "invalid" and isinstance(why, str) and why.startswith("the basis "):
            return self.shown.append(f'"{why}"') is None
        rows = [row for row in self.audit["invariants"] + self.audit["invariantsNow"] if row["id"] == "R7"]
        known = [reason["reason"] for row in rows for reason in row["undecided"]]
        return standing == "undecided" and why in known and self.shown.append(f'"{why}"') is None

    def move_to(self, time):
        at = self.scenario["startEpochMs"] + [begin for begin in self.instants if begin <= time][-1]
        if at != self.world.at:
            self.world.at = at
            for law in self.laws.values():
                law.forget()

    def exception(self, history, begin, entry, kind, end, what):
        return {"caseNumber": history.number, "entry": entry, "kind": kind, "from": self.at(begin), "to": self.at(end), "what": what}

    def wait(self, history, wait):
        return {"caseNumber": history.number, "entry": wait["entry"], "cause": wait["cause"], "tier": wait["tier"], "since": self.at(wait["from"])}

    def promises(self):
        streams = [row_of(self.scenario["streams"], history.stream) for history in self.histories]
        named = {self.scenario["segments"][stream["segment"]]["promise"] for stream in streams if stream is not None}
        rows = []
        for number, promise in enumerate(self.scenario["promises"]):
            if number in named:
                zones = {}
                for by_dimension in promise["zones"].values():
                    for dimension, zone in by_dimension.items():
                        zones.setdefault(dimension, set()).add(zone)
                row = {"promise": promise["id"], "title": promise["title"], "zones": {key: Form(same_as(found)) for key, found in zones.items()}}
                row.update({key: promise.get(key) for key in ("storedFirst", "certified")})
                row.update({key: promise[key] for key in ("certifiedSupport", "subcontractorStandard", "subcontractorsOnly") if key in promise})
                rows.append({**row, "subcontractors": promise.get("subcontractors", "any"), "emergencies": "breakGlass" in promise})
        return rows

    def agreements(self):
        streams = [row_of(self.scenario["streams"], history.stream) for history in self.histories]
        named = {stream["segment"] for stream in streams if stream is not None}
        rows = []
        for number, segment in enumerate(self.scenario["segments"]):
            for kind, name in (("dataProcessing", "data processing agreement"), ("businessAssociate", "business associate agreement")):
                signed = segment.get("agreements", {}).get(kind)
                if number in named and signed is not None:
                    row, start = {"segment": segment["id"], "agreement": name}, self.scenario["startEpochMs"]
                    for term in signed or [{"fromEpochMs": None, "toEpochMs": None}]:
                        begin, end = [None if at is None else self.at(at - start) for at in (term["fromEpochMs"], term["toEpochMs"])]
                        rows.append({**row, "from": begin, "to": end})
        return {"agreements": rows} if rows else {}

    def duties(self):
        streams = [row_of(self.scenario["streams"], history.stream) for history in self.histories]
        named = {stream["segment"] for stream in streams if stream is not None}
        rows = []
        for number, segment in enumerate(self.scenario["segments"]):
            duty = segment.get("encryption")
            if number in named and duty is not None:
                begin, end = [None if at is None else self.at(at - self.scenario["startEpochMs"]) for at in (duty["fromEpochMs"], duty["toEpochMs"])]
                rows.append({"segment": segment["id"], "encrypt": duty["items"], "from": begin, "to": end, "otherwise": duty["plain"]})
        return {"duties": rows} if rows else {}

    # Recipients

    def recipients(self):
        found, authorities = {}, {}
        for history in self.histories:
            for row in history.copies + history.views:
                is_copy = "role" in row
                owner = self.names.company(row["place"])
                employer = owner if is_copy else self.employer(row)
                receipts = {owner: self.receipt(history, row)}
                receipts[employer] = receipts[owner] if employer in (owner, -1) else self.receipt(history, row, employer)
                for entity in dict.fromkeys([owner, employer]):
                    party = found.setdefault(entity, Recipient())
                    party.cases.add(history.number)
                    party.extend(row["from"], row["to"])
                    party.receive((receipts[entity][0], None if entity == owner else self.entity(owner), *receipts[entity][1:]), row["from"])
                    if is_copy:
                        party.stored, party.left = party.stored + 1, party.left + (row["to"] is None)
                        party.roles.add(row["role"])
                        party.stored_in.add(self.names.country(row["place"]))
                    else:
                        party.views, party.own, party.at_own = party.views + 1, party.own + (entity == employer), party.at_own + (entity == owner)
                        party.seen_from.add(self.names.country(row["place"]))
                        if self.names.group_of_agent(row["agent"]) is None:
                            party.nobody += 1
                        else:
                            party.agents.add(row["agent"])
            for time, authority, basis in history.disclosed:
                party = authorities.setdefault(authority, Recipient())
                party.cases.add(history.number)
                party.extend(time, None)
                party.receive(("", None, "none" if basis is None else basis, None, "invalid" if basis is None else None), time)
        self.add_keepers(found)
        rows = [self.recipient(row["id"], row["title"], row["kind"], row["country"], found[e]) for e, row in enumerate(self.scenario["entities"]) if e in found]
        if -1 in found:
            rows.append(self.recipient("unknown", "of a place that the scenario does not have", "unknown", "", found[-1]))
        return rows + [self.recipient(name, name, "authority", "", party) for name, party in authorities.items()]

    def entity(self, number):
        return "" if number == -1 else self.names.id_of("entities", number, "entity")

    def add_keepers(self, found):
        opened = min(history.opened for history in self.histories)
        for i, (begin, centre) in enumerate(self.keepings if "ledger" in self.scenario else []):
            end = self.keepings[i + 1][0] if i + 1 < len(self.keepings) else None
            if end is None or end > opened:
                party = found.setdefault(self.names.company(centre), Recipient())
                party.ledgers.append({"place": self.names.place(centre), "from": self.at(max(begin, opened)), "to": self.at(end)})
                party.extend(max(begin, opened), end)

    def receipt(self, history, row, importer=None):
        """From whom, basis (None if there is no transfer on record), instrument, and standing (None if no basis is needed)."""
        names, place, source = self.names, row["place"], row["source"]
        exporter, entry = CUSTOMER if source == CUSTOMER else names.company(source), row["entry"] - 1 if importer is None else row["entry"] - 2
        importer = names.company(place) if importer is None else importer
        sender = None if exporter == CUSTOMER else self.entity(exporter)
        if importer == -1 or names.company(place) == -1 or row_of(self.scenario["streams"], history.stream) is None:
            return sender, None, None, "undecided"
        for transfer in history.transfers:
            basis, claimed, to, where, instrument = transfer["claim"]
            if transfer["entry"] == entry and (where, to, claimed) == (place, importer, exporter):
                return sender, word_of(BASIS_WORDS, basis), self.instrument(importer, instrument), self.standing(history, transfer, "then")
        self.move_to(row["from"])
        needed = self.laws["then"].laws_over(history.stream, exporter, place)
        return sender, None, None, "invalid" if needed else None

    def recipient(self, entity, title, kind, country, party):
        row = {"entity": entity, "title": title, "kind": kind, "country": country, "cases": len(party.cases), "ledgers": party.ledgers}
        row["copies"] = {"stored": party.stored, "left": party.left, "roles": sorted(party.roles), "countries": sorted(party.stored_in)}
        row["accesses"] = {"count": party.views, "byItsEmployees": party.own, "atItsCentres": party.at_own, "agents": len(party.agents)}
        row["accesses"].update({"withoutAgent": party.nobody, "countries": sorted(party.seen_from)})
        row["receipts"] = Form(lambda rows: self.are_receipts(rows, party.receipts, kind == "authority"))
        return {**row, "from": self.at(party.begin), "to": None if party.end == FOREVER else self.at(party.end)}

    def are_receipts(self, rows, wanted, is_of_authority):
        """Rows differ in the words of a reason, which is not recomputed. Without it, they add up to what the entries give."""
        found = {}
        for row in rows:
            if sorted(row) != ["basis", "first", "from", "instrument", "last", "reason", "standing", "through", "times"]:
                return False
            basis, standing, reason = row["basis"], row["standing"], row["reason"]
            if basis not in BASIS_WORDS and not is_of_authority:
                if basis != NOT_ON_RECORD and not WITHOUT_TRANSFER.fullmatch(basis):
                    return False
                self.shown.append(f'"{basis}"')
                basis = None
            # What a court decides, and what no modelled law asks, is not judged.
            if standing == "not judged" and (reason == "no law modelled here") == is_of_authority:
                return False
            if standing not in UNASKED + tuple(STANDINGS.values()) or not is_of_authority and not self.is_reason(reason, standing):
                return False
            if is_of_authority and reason not in (None, "no basis is on record"):
                return False
            standing = None if standing in UNASKED else standing
            key = (row["from"], row["through"], basis, row["instrument"], standing)
            times, first, last = found.get(key, (0, row["first"], row["last"]))
            found[key] = (times + row["times"], min(first, row["first"]), max(last, row["last"]))
        return found == {key: (times, self.at(first), self.at(last)) for key, (times, first, last) in wanted.items()}

    def are_possible(self, rows, actual):
        """Companies that are no recipients, in order, each with ways that name its places. Whether promise and law allow them is not judged here."""
        entities = {row["id"]: row for row in self.scenario["entities"]}
        order = [row["entity"] for row in rows]
        instants = [self.at(time) for time in self.instants + [self.end]]
        self.shown.append("whether promise and law allowed others to receive the data (possibleRecipients)")
        if order != [id for id in entities if id in order and id not in actual]:
            return False
        for row in rows:
            entity = entities[row["entity"]]
            if {key: value for key, value in row.items() if key != "ways"} != {"entity": row["entity"], **{key: entity[key] for key in ("title", "kind", "country")}}:
                return False
            for way in row["ways"]:
                named = WAYS.fullmatch(way["what"])
                if named is None or sorted(way) != ["from", "to", "what"] or way["from"] not in instants or way["to"] not in instants:
                    return False
                table = "centres" if named.group(1) is None else "dataCentres"
                if not any(place["id"] == (named.group(1) or named.group(2)) for place in self.scenario[table]):
                    return False
        return True

    # The audit

    def invariant(self, row):
        now = [one for one in self.audit["invariantsNow"] if one["id"] == row["id"]]
        today = self.counts(now[0], True) if now else None
        return {**{key: row[key] for key in ("id", "title", "sentence")}, **self.counts(row, False), "today": today}

    def counts(self, row, is_now):
        id, most = row["id"], row["violations"]
        yours = Form(lambda count: is_number(count) and 0 <= count <= most and self.shown.append(f"your violations of {id}") is None)
        if id == "R26":
            yours = None
        elif most == 0:
            yours = 0
        elif id in self.check.verdict.judged:
            by_case = self.check.verdict.by_case[is_now].get(id, {})
            yours = sum(by_case.get(history.number, 0) for history in self.histories)
        undecided = sum(reason["count"] for reason in row["undecided"])
        return {**{key: row[key] for key in ("checks", "untested", "violations")}, "undecided": undecided, "yours": yours}

    def near_misses(self):
        """As the index of cases says, which is covered by the manifest and not recomputed here."""
        if self.check.is_core:
            self.shown.append("near misses")
            return Form(lambda rows: isinstance(rows, list))
        head = json.loads(self.check.bundle.need("ledger/cases.idx").split(b"\n", 2)[1].decode("utf-8"))
        own = {history.number for history in self.histories}
        rows = []
        for row in head["nearMisses"]:
            yours = [one for one in row["closest"] if one["caseNumber"] in own]
            mine = [{"caseNumber": one["caseNumber"], "at": self.at(one["timeMs"]), "message": one["message"]} for one in yours]
            rows.append({**{key: row[key] for key in ("id", "definition", "looked", "near")}, "yours": mine})
        return rows

    def notes(self):
        notes = list(NOTES)
        if self.audit["ended"] is not None:
            notes.insert(0, f"The run was ended at {self.at(self.end)}, before its planned end. Nothing is known of the time after it.")
        if self.unnamed > 0:
            text = f"The ledger does not say whose case it was in {self.unnamed} of the cases from your segment and country. "
            notes.insert(0, text + "Any of them may be yours, and none is in this statement.")
        if any(row["violations"] > 0 for row in self.audit["invariants"]):
            notes.insert(0, "The audit found violations: if the ledger itself is wrong or incomplete, so is this statement.")
        return notes

    def compare(self, made, told, path):
        """Stops at the first value that the entries do not give."""
        if isinstance(made, Form):
            if not made.fits(told):
                raise Broken(f"the statement says {shortened(told)} at {path[1:]}, which the ledger does not give")
            if isinstance(told, str):
                self.shown.append(f'"{told}"')
        elif isinstance(made, dict) and isinstance(told, dict):
            for key in list(made) + [key for key in told if key not in made]:
                if key not in made or key not in told:
                    raise Broken(f"the statement {'lacks' if key in made else 'has'} {path[1:]}.{key}, which the ledger gives otherwise")
                self.compare(made[key], told[key], f"{path}.{key}")
        elif isinstance(made, list) and isinstance(told, list):
            for number, (left, right) in enumerate(zip(made, told)):
                self.compare(left, right, f"{path}[{number}]")
            if len(made) != len(told):
                raise Broken(f"the statement has {len(told)} rows at {path[1:]}, the ledger gives {len(made)}")
        elif made != told or isinstance(made, bool) != isinstance(told, bool):
            raise Broken(f"the statement says {shortened(told)} at {path[1:]}, the ledger gives {shortened(made)}")


def same_as(found):
    return lambda values: isinstance(values, list) and len(values) == len(found) and set(values) == found


def shortened(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else text[:120] + "\u2026"


def without_twins(pairs):
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key is there twice")
    return dict(pairs)


def check_statement(data, trusted, check):
    """Whether the entries that a statement cites are in the log, and give its rows. Returns a sentence."""
    try:
        told = json.loads(data.decode("utf-8"), object_pairs_hook=without_twins)
        proofs = told["proofs"]
        key = Key(proofs["key"]) if trusted is None else trusted
        checkpoint = parse_checkpoint(signed_text(proofs["checkpoint"].encode("utf-8"), "checkpoint of the statement", key))
        leaf = "".join(line + "\n" for line in checkpoint["context"]).encode("utf-8")
        rows = [(0, leaf, proofs["context"])]
        rows += [(row["index"] + 1, bytes_of_base64(row["entry"]) or b"", row["path"]) for row in proofs["entries"]]
        for index, leaf, path in rows:
            proof = [bytes_of_base64(text) or b"" for text in path]
            if not is_included(leaf_hash(leaf), index, checkpoint["size"], proof, checkpoint["root"]):
                raise Broken(f"leaf {index} is not in the log of the checkpoint")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadInput("the file given with --statement is not a statement")
    if check.verdict.judged is None or check.law is None or check.verdict.differences():
        raise Broken("the rows of the statement cannot be compared, since the bundle is not in order")
    try:
        return StatementCheck(check, told).run()
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        raise Broken("the statement has another shape than a statement")


def check_proof(data, trusted, policy):
    """Whether a log contains one leaf (C2SP, tlog-proof). Returns sentences about it."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Broken("the proof is not UTF-8")
    head, gap, note = text.partition("\n\n")
    lines = head.split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1" or gap == "" or len(lines) < 3:
        raise Broken("this is not a proof: c2sp.org/tlog-proof@v1, extra, index, hashes, an empty line, and a checkpoint")
    leaf = bytes_of_base64(lines[1][6:]) if lines[1].startswith("extra ") else None
    if leaf is None or not re.fullmatch("index (0|[1-9][0-9]{0,15})", lines[2]):
        raise Broken("the proof lacks a line extra with the bytes of the leaf, or a line index")
    index, path = int(lines[2][6:]), [bytes_of_base64(line) for line in lines[3:]]
    if index >= 2**53 or len(path) > 63 or any(hashed is None or len(hashed) != 32 for hashed in path):
        raise Broken("the path of the proof is not hashes")
    checkpoint = parse_checkpoint(note_parts(note.encode("utf-8"), "checkpoint")[0])
    keys = [trusted] if trusted is not None else [key for key in policy.logs if key.name == checkpoint["origin"]]
    if not keys:
        raise BadInput(f"the policy does not list the log {checkpoint['origin']}; give its key with --key")
    problem = None
    for key in keys:
        try:
            signed_text(note.encode("utf-8"), "checkpoint", key)
            cosigned = "No policy was given." if policy is None else policy.check(note.encode("utf-8"), "checkpoint", key)
            break
        except Broken as broken:
            problem = problem or broken
    else:
        raise problem
    if index == 0 and leaf != "".join(line + "\n" for line in checkpoint["context"]).encode("utf-8"):
        raise Broken("leaf 0 is not what the lines after the root of the checkpoint say")
    if not is_included(leaf_hash(leaf), index, checkpoint["size"], path, checkpoint["root"]):
        raise Broken(f"the log of the checkpoint does not contain these bytes as leaf {index}")
    return [f"Leaf {index} is in the log {checkpoint['origin']} of {checkpoint['size']} leaves.", cosigned, f"Its bytes: {leaf.hex()}"]


# ── Command line ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def tell(verdict, folder):
    """Answer first, figures after it."""
    differences, broken = verdict.differences(), verdict.broken()
    judged = JUDGED if verdict.judged is None else list(verdict.judged)
    others = [id for id in verdict.audited if id not in judged]
    if differences:
        first = f"{folder} is not in order: {differences[0]}."
    else:
        first = f"{folder} is as it was sealed. This program judged {len(judged)} of the {len(verdict.audited)} invariants in its audit, and comes to the same counts: "
        first += f"{', '.join(broken)} broken" if broken else "none of these is broken"
        first += f"{verdict.left_open()}."
    if verdict.format == 3:
        first += " This bundle has format 3, whose tables have other names of columns."
    if verdict.format == 2:
        first += " This bundle has format 2, which cannot show that no export was left out, nor that manifest, run.json and source/ hold nothing else."
    print(first)
    print(f"Judged here: {', '.join(judged)}. For {len(others)} others there is only the word of the audit in the bundle: {', '.join(others) or 'none'}.")
    if verdict.answers is not None:
        made, count = verdict.answers
        print(f"Of {count} answers to requirements, {made} were recomputed here from what their rows ask. For the others, and for what requirements/requirements.yaml asks, there is only the word of the maker, and `meridian verify`.")
    if "R27" in others:
        print("R27 is one of them, since the scenario has rules on who takes a case that FORMAT.md does not describe (section 9.9).")
    if verdict.other_violations:
        print(f"Not judged here, and broken by the word of that audit: {', '.join(verdict.other_violations)}.")
    print()
    for what, difference, detail in verdict.steps:
        print(f"{'same' if difference is None else 'DIFFERENT':<10} {what:<26} {detail if difference is None else difference}")
    if verdict.judged is not None:
        print()
        for id, result in verdict.judged.items():
            print(f"{id:<4} {shown(result)}")
        for id, result in verdict.judged_now.items():
            print(f"{id:<4} as the law is known today: {shown(result)}")


def read_file(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}; name a file that can be read")


def check_folder(folder):
    if not os.path.isdir(folder) or not os.path.isfile(os.path.join(folder, "ledger", "ledger.bin")):
        raise BadInput(f"{folder} is not an evidence bundle; name the folder of a bundle, with ledger/ledger.bin in it")


def trusted_key(options):
    trusted = None
    if options.key is not None:
        text = read_file(options.key).decode("utf-8", "replace").strip() if os.path.isfile(options.key) else options.key
        try:
            trusted = Key(text)
        except Broken:
            raise BadInput(f"{options.key} is not a key; give <name>+<id>+<base64>, or a file that holds it")
    return trusted


def run_proof(options):
    trusted = trusted_key(options)
    policy = None if options.policy is None else Policy(read_file(options.policy), options.policy)
    if trusted is None and policy is None:
        raise BadInput("a proof does not hold the key of its log; give --key or --policy")
    try:
        lines, problem = check_proof(read_file(options.proof), trusted, policy), None
    except Broken as broken:
        lines, problem = [f"{options.proof} proves nothing: {broken}."], str(broken)
    print(json.dumps({"difference": problem}) if options.json else "\n".join(lines))
    return 0 if problem is None else 1


def run(options):
    check_folder(options.bundle)
    trusted = trusted_key(options)
    policy = None if options.policy is None else Policy(read_file(options.policy), options.policy)
    earlier = None if options.checkpoint is None else read_file(options.checkpoint)
    check = Check(Bundle(options.bundle), options.core, trusted, earlier, policy)
    verdict = check.run()
    if options.statement is not None:
        data = read_file(options.statement)
        check.step("statement", lambda: check_statement(data, trusted or check.key, check))
    try:
        if options.json:
            print(json.dumps(verdict.as_json(), indent=1))
        else:
            tell(verdict, options.bundle)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of the output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return verdict.exit_code()


def answer_about_proof(request):
    """Checks {"proof": base64, "key": text, "policy": base64}; one of the last two may be missing."""
    given = [None if request.get(name) is None else base64.b64decode(request[name], validate=True) for name in ("proof", "policy")]
    key = None if request.get("key") is None else Key(request["key"])
    try:
        policy = None if given[1] is None else Policy(given[1], "policy")
        check_proof(given[0], key, policy)
        return {"difference": None, "exitCode": 0}
    except Broken as broken:
        return {"difference": str(broken), "exitCode": 1}
    except BadInput as problem:
        return {"difference": str(problem), "exitCode": 2}


def problem_of_statement(data, check):
    try:
        check_statement(data, None, check)
        return None
    except (Broken, BadInput) as problem:
        return str(problem)


def run_batch():
    """One request in JSON per line, and one answer: {"bundle": folder, "core": true, "changed": {path: base64 or null}}, or a proof.

    With "statements": a list in base64, the answer has a list of what is wrong with each, null for nothing."""
    worst = 0
    for number, line in enumerate(sys.stdin, 1):
        try:
            request = json.loads(line)
            if "proof" in request:
                answer = answer_about_proof(request)
                worst = max(worst, answer["exitCode"])
                print(json.dumps(answer, separators=(",", ":")), flush=True)
                continue
            folder, given = request["bundle"], request.get("changed", {})
            changed = {path: None if text is None else base64.b64decode(text, validate=True) for path, text in given.items()}
            check_folder(folder)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadInput(f'line {number} is not a request; write {{"bundle": "<folder>"}}')
        check = Check(Bundle(folder, changed), request.get("core") is True)
        verdict = check.run()
        answer = verdict.as_json()
        if "statements" in request:
            answer["statements"] = [problem_of_statement(base64.b64decode(text), check) for text in request["statements"]]
        worst = max(worst, verdict.exit_code())
        print(json.dumps(answer, separators=(",", ":")), flush=True)
    return worst


def main():
    parser = argparse.ArgumentParser(description="Checks an evidence bundle without code from Meridian.")
    parser.add_argument("bundle", nargs="?", help="folder of a bundle")
    parser.add_argument("--key", help="the signer's key, or a file that holds it, from elsewhere")
    parser.add_argument("--checkpoint", help="an earlier checkpoint, which the log must continue")
    parser.add_argument("--statement", help="a statement for a customer, whose proofs and rows are compared with the ledger")
    parser.add_argument("--policy", help="logs and witnesses to trust, and how many must have cosigned (C2SP tlog-policy)")
    parser.add_argument("--proof", help="a .tlog-proof of one leaf, to be checked instead of a bundle")
    parser.add_argument("--core", action="store_true", help="open only the files that the judgement needs")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("--batch", action="store_true", help="read requests from standard input, one in JSON per line")
    options = parser.parse_args()
    if sum([options.batch, options.bundle is not None, options.proof is not None]) != 1:
        parser.error("name one bundle, or give --proof or --batch")
    try:
        return run_batch() if options.batch else run_proof(options) if options.proof is not None else run(options)
    except BadInput as problem:
        print(f"error  {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
