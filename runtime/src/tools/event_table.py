#!/usr/bin/env python3
"""Makes event-table.tsv from three public files of falcosecurity/libs.

    event_table.py DIRECTORY > ../main/resources/io/pratique/runtime/event/event-table.tsv

DIRECTORY holds event_table.c, flags_table.c, dynamic_params_table.c and ppm_events_public.h, as the crate
falco_event_schema (crates.io, version 0.5.1) ships them in its folder api/. The files are dual licensed MIT or
GPL-2.0; the table takes facts from them (numbers, names, types) under MIT. Comments at the head of the output
say what its lines mean.
"""
import pathlib
import re
import sys

folder = pathlib.Path(sys.argv[1])


def read(name):
    text = (folder / name).read_text()
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    return re.sub(r"//[^\n]*", "", text)


header = read("ppm_events_public.h").replace("\\\n", " ")
constants = {}
for name, value in re.findall(r"^#define\s+(PPM_\w+)[ \t]+(.+)$", header, re.M):
    constants[name] = value.strip()
for block in re.findall(r"enum\b[^{;]*\{(.*?)\}", header, re.S):
    following = 0
    for item in block.split(","):
        item = re.sub(r"^\s*#.*$", "", item, flags=re.M).strip()
        found = re.fullmatch(r"(\w+)(?:\s*=\s*(.+))?", item, re.S)
        if not found:
            continue
        if found[2]:
            constants[found[1]] = found[2].strip()
            following = found[1]
            constants["+" + found[1]] = 1
            base, step = found[1], 1
        else:
            constants[found[1]] = str(following) if not isinstance(following, str) else f"({base}) + {step}"
            if isinstance(following, str):
                step += 1
            else:
                following += 1


def value(expression, depth=0):
    if depth > 20:
        raise ValueError(expression)
    expression = re.sub(r"\b(0x[0-9a-fA-F]+|\d+)(?:[uUlL]+)\b", r"\1", str(expression))
    expression = re.sub(
        r"\b[A-Za-z_]\w*\b(?!x)",
        lambda m: str(value(constants[m[0]], depth + 1)) if m[0] in constants else m[0],
        expression,
    )
    expression = re.sub(r"\b0([0-7]+)\b", r"0o\1", expression)
    return eval(expression, {"__builtins__": {}})


def split(text):
    """Splits at the commas of the outer level."""
    parts, depth, start, quoted = [], 0, 0, False
    for i, c in enumerate(text):
        if c == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif c in "{(":
            depth += 1
        elif c in "})":
            depth -= 1
        elif c == "," and depth == 0:
            parts.append(text[start:i].strip())
            start = i + 1
    if text[start:].strip():
        parts.append(text[start:].strip())
    return parts


def inside(text):
    return text[text.index("{") + 1 : text.rindex("}")]


def short(text, prefix):
    return "|".join(word.strip()[len(prefix):] for word in text.split("|"))


out = []
table = read("event_table.c")
table = inside(table[table.index("g_event_info[]"): table.index("#pragma GCC diagnostic pop")])
for entry in split(table):
    left, right = entry.split("=", 1)
    number = value(left.strip()[1:-1].strip())
    fields = split(inside(right))
    parameters = []
    count = int(value(fields[3]))
    for parameter in split(inside(fields[4])) if len(fields) > 4 else []:
        p = split(inside(parameter))
        words = [p[0].strip('"'), p[1][3:], p[2][3:]]
        if len(p) > 3:
            directory = re.fullmatch(r"DIRFD_PARAM\((\d+)\)", p[3])
            words.append("dirfd=" + directory[1] if directory else p[3])
        parameters.append(":".join(words))
    assert len(parameters) == count, entry
    name = fields[0].strip('"')
    out.append(f"E\t{number}\t{name}\t{short(fields[1], 'EC_')}\t{short(fields[2], 'EF_')}\t{';'.join(parameters)}")

flags = read("flags_table.c")
for name, body in re.findall(r"const struct ppm_name_value (\w+)\[\]\s*=\s*\{(.*?)\};", flags, re.S):
    pairs = []
    for item in split(body):
        p = split(inside(item))
        if p[0] == "0":
            break
        pairs.append(p[0].strip('"') + "=" + str(value(p[1])))
    out.append(f"F\t{name}\t{','.join(pairs)}")

dynamic = read("dynamic_params_table.c")
for name, body in re.findall(r"const struct ppm_param_info (\w+)\[\w+\]\s*=\s*\{(.*?)\};", dynamic, re.S):
    items = []
    for item in split(body):
        index, right = item.split("=", 1)
        p = split(inside(right))
        items.append(f"{value(index.strip()[1:-1])}={p[1][3:]}:{p[2][3:]}")
    out.append(f"D\t{name}\t{','.join(items)}")

for name, number in re.findall(r"PPM_SC_X\((\w+),\s*(\d+)\)", header):
    out.append(f"S\t{number}\t{name.lower()}")

print("# The events of a capture. Made by src/tools/event_table.py from falcosecurity/libs (MIT or GPL-2.0, used under MIT).")
print("# E number name categories flags parameters (name:type:format[:flags table, dynamic table or dirfd=index];...)")
print("# F flags table: symbol=value,... in the order in which symbols are tried")
print("# D dynamic table: index=type:format,...")
print("# S code of a system call, its name")
print("\n".join(out))
