#!/usr/bin/env python3
"""What deriving costs: 100 structs of 8 fields, CPU seconds of the leaf crate alone and the size of its binary.

    python3 tests/derive/compile_cost.py [directory for the builds [rows to measure, by their names]]

Each is the least of three, since other work on the machine only adds to it. The dependencies are built first and not counted. "cold" compiles the leaf crate from nothing, "again" after one field's
name has changed, with incremental compilation in debug as cargo has it. Each binary parses one value of each type.
"""
import os, resource, subprocess, sys

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
WORK = sys.argv[1] if len(sys.argv) > 1 else "/tmp/compile_cost"
TYPES = ["String", "u32", "i64", "f64", "bool", "Vec<String>", "Option<u32>", "Vec<u32>"]

CANDIDATES = {
    "nothing derived": ("", "", ""),
    "formwork": (f'formwork = {{ path = "{ROOT}/runtime", default-features = false }}', "formwork::Generate",
                 'let text = std::env::args().next().unwrap();\nprintln!("{} {}", formwork::from_str::<T>(&text).is_ok(), <T as formwork::Generate>::SCHEMA.len());'),
    "formwork, no schema used": (f'formwork = {{ path = "{ROOT}/runtime", default-features = false }}', "formwork::Generate",
                 'let text = std::env::args().next().unwrap();\nprintln!("{}", formwork::from_str::<T>(&text).is_ok());'),
    "miniserde": ('miniserde = "0.1"', "miniserde::Deserialize",
                  'let text = std::env::args().next().unwrap();\nprintln!("{}", miniserde::json::from_str::<T>(&text).is_ok());'),
    "serde + schemars": ('serde = { version = "1", features = ["derive"] }\nserde_json = "1"\nschemars = "1"',
                         "serde::Deserialize, schemars::JsonSchema",
                         'let text = std::env::args().next().unwrap();\nprintln!("{} {}", serde_json::from_str::<T>(&text).is_ok(), schemars::schema_for!(T).to_value());'),
}

def source(derive, use, field):
    out = ["#![allow(dead_code)]"]
    for index in range(100):
        if derive:
            out.append(f"#[derive({derive})]")
        fields = "".join(f"    {field if n == 0 and index == 50 else f'field_{n}'}: {ty},\n" for n, ty in enumerate(TYPES))
        out.append(f"struct Record{index} {{\n{fields}}}")
    out.append("fn main() {")
    for index in range(100):
        out.append("{ type T = Record%d;\n%s }" % (index, use) if use else f"println!(\"{{}}\", size_of::<Record{index}>());")
    out.append("}")
    return "\n".join(out)

def cpu(command, **more):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

print("| 100 structs of 8 fields | debug, cold | debug, again | release, cold | release, again | binary, stripped |")
print("| --- | --- | --- | --- | --- | --- |")
for name, (dependencies, derive, use) in CANDIDATES.items():
    if sys.argv[2:] and name not in sys.argv[2:]:
        continue
    directory = os.path.join(WORK, name.replace(" ", "_").replace("+", "").replace(",", ""))
    os.makedirs(directory + "/src", exist_ok=True)
    with open(directory + "/Cargo.toml", "w") as file:
        file.write(f'[package]\nname = "leaf"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n[dependencies]\n{dependencies}\n[profile.release]\nstrip = true\n')
    environment = dict(os.environ, CARGO_TARGET_DIR=os.path.join(WORK, "target"))
    row = [name]
    for profile in ([], ["--release"]):
        build = ["cargo", "build", "-q", *profile]
        samples = []
        for _ in range(3):
            with open(directory + "/src/main.rs", "w") as file:
                file.write(source(derive, use, "field_0"))
            subprocess.run(build, check=True, cwd=directory, env=environment)
            subprocess.run(["cargo", "clean", "-q", "-p", "leaf", *profile], check=True, cwd=directory, env=environment)
            cold = cpu(build, cwd=directory, env=environment)
            with open(directory + "/src/main.rs", "w") as file:
                file.write(source(derive, use, "renamed"))
            samples.append((cold, cpu(build, cwd=directory, env=environment)))
        row += [f"{min(column):.2f} s" for column in zip(*samples)]
    row.append(f"{os.path.getsize(os.path.join(WORK, 'target', 'release', 'leaf')) // 1024} KB")
    print("| " + " | ".join(row) + " |", flush=True)
