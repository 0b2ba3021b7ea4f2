#!/usr/bin/env python3
"""Records what a running llama-server says, byte for byte: record.py PORT. See README.md beside it."""

import json
import pathlib
import socket
import sys
import time

HERE = pathlib.Path(__file__).parent
CHARACTER = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 20},
        "age": {"type": "integer", "minimum": 1, "maximum": 99},
        "skills": {"type": "array", "items": {"type": "string", "maxLength": 20}, "minItems": 1, "maxItems": 3},
    },
    "required": ["name", "age", "skills"],
    "additionalProperties": False,
}
WRAPPED = {
    "type": "object",
    "properties": {"value": {"type": "array", "items": {"type": "integer"}, "maxItems": 5}},
    "required": ["value"],
    "additionalProperties": False,
}
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Get the weather for a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
            "additionalProperties": False,
        },
    },
}
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def ask(text, **more):
    body = {"model": "smollm2:135m", "messages": [{"role": "user", "content": text}], "seed": 42, "temperature": 0}
    if more.get("stream", True):
        body |= {"stream": True, "stream_options": {"include_usage": True}}
    return body | more


def schema(of):
    return {"type": "json_schema", "json_schema": {"name": "reply", "strict": True, "schema": of}}


CHAT = "/v1/chat/completions"
CALLS = {
    "stream": (CHAT, ask("Say hi.", max_tokens=30)),
    "nonstream": (CHAT, ask("Say hi.", max_tokens=30, stream=False)),
    "schema_stream": (CHAT, ask("Create a fantasy character. Respond as JSON.", response_format=schema(CHARACTER), max_tokens=200)),
    "schema_nonstream": (
        CHAT,
        ask("Create a fantasy character. Respond as JSON.", response_format=schema(CHARACTER), max_tokens=200, stream=False),
    ),
    "schema_truncated": (CHAT, ask("Create a fantasy character. Respond as JSON.", response_format=schema(CHARACTER), max_tokens=8)),
    "wrapped_stream": (CHAT, ask("Count from 1 to 5 as JSON.", response_format=schema(WRAPPED), max_tokens=60)),
    "wrapped_truncated": (CHAT, ask("Count from 1 to 5 as JSON.", response_format=schema(WRAPPED), max_tokens=9)),
    "logprobs": (CHAT, ask("Say hi.", max_tokens=4, logprobs=True, top_logprobs=2)),
    "wrapped_logprobs": (
        CHAT,
        ask("Count from 1 to 5 as JSON.", response_format=schema(WRAPPED), max_tokens=60, logprobs=True, top_logprobs=1),
    ),
    "unicode": (CHAT, ask("x", max_tokens=40, grammar='root ::= "Grüße, 世界 😀\\n\\t\\"ja\\" \\\\ ende"')),
    "tools_forced": (CHAT, ask("What is the weather in Paris?", tools=[WEATHER], tool_choice="required", max_tokens=60)),
    "tools_forced_nonstream": (
        CHAT,
        ask("What is the weather in Paris?", tools=[WEATHER], tool_choice="required", max_tokens=60, stream=False),
    ),
    "tools_and_schema": (CHAT, ask("x", tools=[WEATHER], response_format=schema(CHARACTER))),
    "bad_schema": (CHAT, ask("x", response_format=schema({"type": "object", "properties": {"a": {"$ref": "#/$defs/missing"}}}))),
    "bad_grammar": (CHAT, ask("x", grammar="root ::= (")),
    "context_overflow": (CHAT, ask("word " * 3000)),
    "context_overflow_nonstream": (CHAT, ask("word " * 3000, stream=False)),
    "vision_refused": (
        CHAT,
        ask("")
        | {
            "messages": [
                {
                    "role": "user",
                    "content": [
                        {"type": "text", "text": "What is this?"},
                        {"type": "image_url", "image_url": {"url": "data:image/png;base64," + PIXEL}},
                    ],
                }
            ]
        },
    ),
    "no_messages": (CHAT, {"model": "smollm2:135m"}),
    "not_json": (CHAT, "{"),
    "unknown_path": ("/v1/no/such/path", {}),
}


def record(port, name, path, body):
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    sent = text.encode()
    with socket.create_connection(("127.0.0.1", port)) as server:
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: {len(sent)}\r\nConnection: close\r\n\r\n"
        server.sendall(head.encode() + sent)
        raw = b""
        while piece := server.recv(65536):
            raw += piece
    head, _, rest = raw.partition(b"\r\n\r\n")
    chunked = b"chunked" in head.lower()
    meta = {
        "method": "POST",
        "path": path,
        "status": int(head.split()[1]),
        "body_mode": "chunked" if chunked else "length",
        "complete": rest.endswith(b"0\r\n\r\n") if chunked else True,
    }
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    (folder / "meta.json").write_text(json.dumps(meta, indent=1) + "\n")
    (folder / "request.json").write_bytes(sent)
    (folder / "response.raw").write_bytes(raw)
    print(name, meta["status"], rest[:200])


if __name__ == "__main__":
    for name, (path, body) in CALLS.items():
        record(int(sys.argv[1]), name, path, body)
        time.sleep(0.2)
