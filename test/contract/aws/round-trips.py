"""Sends every operation that botocore knows, with random input, through its own client, and has random output come back the same way.

Arguments: the endpoint, the service, a seed, how often each operation, and which operations: all, if none is named. The endpoint tells the input it read last at
/lab/last, and answers next with what is put to /lab/next. What it knows of EC2, of which it has a part, it tells at /lab/model: only that is sent and answered.
"""
import base64
import datetime
import json
import random
import sys
import urllib.request

import boto3
import botocore
import botocore.session
from botocore.config import Config

endpoint, service, seed, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
client = boto3.client(
    service, region_name="eu-west-3", endpoint_url=f"{endpoint}/aws/{service}",
    aws_access_key_id="AKIAEXAMPLEEXAMPLE22", aws_secret_access_key="sekret/with+and=0123456789012345",
    config=Config(retries={"max_attempts": 1}),
)
model = client.meta.service_model
chance = random.Random(seed)
ALPHABET = "abc <>&\"'é€中=+/%-._~;:*"


def number(shape, least, most):
    low = shape.metadata.get("min", least)
    return chance.uniform(low, most) if shape.type_name in ("double", "float") else chance.randint(int(low), int(shape.metadata.get("max", low + 300)))


def some(shape, known=True, depth=0):
    kind = shape.type_name
    if kind == "structure":
        likely = 0.6 if depth < 6 else 0.15
        members = [n for n in shape.members if shape.members[n].type_name != "map" and (known is True or n in known)]
        names = [n for n in members if n in shape.required_members or chance.random() < likely] or members[:1]
        return {n: some(shape.members[n], known if known is True else known[n], depth + 1) for n in names}
    if kind == "list":
        return [some(shape.member, known, depth + 1) for _ in range(chance.randint(1, 3))]
    if kind == "string":
        if shape.enum:
            return chance.choice(shape.enum)
        length = max(5, int(shape.metadata.get("min", 1)))
        return "x" + "".join(chance.choice(ALPHABET) for _ in range(chance.randint(length, length + 9))) + "y"
    if kind in ("integer", "long"):
        return number(shape, 0, 300)
    if kind in ("double", "float"):
        return round(number(shape, -5, 90), 3)
    if kind == "boolean":
        return chance.random() < 0.5
    return datetime.datetime(2030, 1, 2, 3, 4, chance.randint(0, 59), tzinfo=datetime.timezone.utc)


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return int(value.timestamp() * 1000) if isinstance(value, datetime.datetime) else value


def without_empty(value):
    """An empty structure sends nothing at all: nobody can tell it from an absent one."""
    if isinstance(value, dict):
        shown = {k: without_empty(v) for k, v in value.items()}
        return {k: v for k, v in shown.items() if v != {}}
    return [without_empty(v) for v in value] if isinstance(value, list) else value


def put(output):
    urllib.request.urlopen(urllib.request.Request(f"{endpoint}/lab/next", data=json.dumps(plain(output)).encode(), method="POST"))


def strange(shape, known, path):
    """What is known that botocore does not know: newer than it, or a slip of the pen."""
    while shape.type_name == "list":
        shape = shape.member
    if shape.type_name != "structure" or known is True:
        return []
    here = [path + "." + n for n in known if n not in shape.members]
    return here + [one for n in known if n in shape.members for one in strange(shape.members[n], known[n], path + "." + n)]


every = json.load(urllib.request.urlopen(f"{endpoint}/lab/model")) if service == "ec2" else {}
operations = [name for name in every if name in model.operation_names] or sys.argv[5:] or model.operation_names
trips, wrong, unknown = 0, [], [name for name in every if name not in model.operation_names]
for name in operations:
    operation = model.operation_model(name)
    known = every.get(name, {"input": True, "output": True})
    if operation.input_shape:
        unknown += strange(operation.input_shape, known["input"], name)
    if operation.output_shape:
        unknown += strange(operation.output_shape, known["output"], name)
    for _ in range(rounds):
        sent = some(operation.input_shape, known["input"]) if operation.input_shape else {}
        meant = some(operation.output_shape, known["output"]) if operation.output_shape else {}
        put(meant)
        answered = getattr(client, botocore.xform_name(name))(**sent)
        answered.pop("ResponseMetadata")
        read = json.load(urllib.request.urlopen(f"{endpoint}/lab/last"))
        if "ClientToken" in read and "ClientToken" not in sent:
            del read["ClientToken"]  # made up by botocore
        if "UserData" in sent:
            sent["UserData"] = base64.b64encode(sent["UserData"].encode()).decode()
        trips += 1
        for way, a, b in (("in", plain(sent), read), ("out", plain(meant), plain(answered))):
            if without_empty(a) != without_empty(b):
                wrong.append([name, way, without_empty(a), without_empty(b)])
print(json.dumps({"operations": len(operations), "botocore": botocore.__version__, "unknown": unknown, "trips": trips, "wrong": wrong[:5]}))
