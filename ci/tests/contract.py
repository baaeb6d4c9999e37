"""What OSS-Fuzz asks of a folder of fuzz targets, as checks that return complaints.

Own words for the rules of its build check (infra/base-images/base-runner: test_all.py,
bad_build_check): names, purity of the sanitizers counted in the disassembly, four runs from nothing in
another folder, and what it should check: seeds that replay, dictionaries, nothing but base libraries.
"""
import concurrent.futures
import configparser
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import zipfile

ENTRY = b"LLVMFuzzerTestOneInput"
# Calls to the runtimes in one binary: least and most, by the build's sanitizer.
PURITY = {"address": {"__asan": (1000, None), "__ubsan": (0, 200), "__msan": (0, 3)},
          "undefined": {"__asan": (0, 0), "__ubsan": (168, None), "__msan": (0, 3)},
          # Three are Debian's engine's own.
          "coverage": {"__asan": (0, 0), "__ubsan": (0, 10), "__msan": (0, 3)}}
# The C and C++ runtimes; the second come with the compiler, and OSS-Fuzz's links them statically.
LIBRARIES = re.compile(r"linux-vdso|ld-linux|lib(c|m|dl|rt|pthread|gcc_s|resolv|stdc\+\+|c\+\+|"
                       r"c\+\+abi|unwind)\.so")
ENVIRONMENT = {"ASAN_OPTIONS": "detect_leaks=1:detect_stack_use_after_return=1:symbolize=0",
               "UBSAN_OPTIONS": "halt_on_error=1:symbolize=0"}


def targets(out):
    """Regular files at the top that are ELF and have the entry point."""
    found = []
    for path in sorted(out.iterdir()):
        if path.is_file() and os.access(path, os.X_OK):
            octets = path.read_bytes()
            if octets[:4] == b"\x7fELF" and ENTRY in octets:
                found.append(path)
    return found


def run(command, folder, limit=60):
    return subprocess.run(command, capture_output=True, text=True, errors="replace", cwd=folder,
                          timeout=limit, env={**os.environ, **ENVIRONMENT})


def calls(binary):
    listing = subprocess.run(["objdump", "-d", "--no-show-raw-insn", str(binary)],
                             stdout=subprocess.PIPE, text=True, errors="replace").stdout
    count = {}
    for name in re.findall(r"\scall\s+\S+\s+<(__\w+?)_", listing):
        count[name] = count.get(name, 0) + 1
    return count


def purity(binary, sanitizer):
    count = calls(binary)
    for name, (least, most) in PURITY[sanitizer].items():
        seen = count.get(name, 0)
        if seen < least or (most is not None and seen > most):
            yield f"{seen} calls of {name}, {least} to {most} in the {sanitizer} build"


def companions(binary, out):
    """Each target brings seeds, a dictionary and options under its own name."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", binary.name):
        yield "the name has other characters than letters, digits, _ and -"
    for suffix in ("_seed_corpus.zip", ".dict", ".options"):
        if not (out / (binary.name + suffix)).is_file():
            yield f"no {binary.name}{suffix}"


def loose(out, names):
    """A file that belongs to no target is one with a wrong name."""
    for path in sorted(out.iterdir()):
        stem = re.sub(r"(_seed_corpus\.zip|\.dict|\.options)$", "", path.name)
        if stem not in names:
            yield f"{path.name}: of no target"


def options_of(binary, out):
    parser = configparser.ConfigParser()
    parser.read(out / (binary.name + ".options"))
    known = {"libfuzzer", "asan", "msan", "ubsan"}
    unknown = set(parser.sections()) - known
    arguments = [f"-{key}={value}" for key, value in parser.items("libfuzzer")] \
        if parser.has_section("libfuzzer") else []
    return arguments, unknown


def starts(binary, out, scratch):
    arguments, unknown = options_of(binary, out)
    for section in sorted(unknown):
        yield f"options with a section [{section}]"
    dictionary = out / (binary.name + ".dict")
    if dictionary.is_file():
        arguments.append(f"-dict={dictionary}")
    done = run([str(binary), "-rss_limit_mb=2560", *arguments, "-timeout=25", "-seed=1337",
                "-runs=4"], scratch)
    if done.returncode != 0 or "Done 4 runs" not in done.stderr:
        yield f"four runs from nothing end with {done.returncode}: {done.stderr[-400:]}"


def seeds(binary, out, scratch):
    archive = out / (binary.name + "_seed_corpus.zip")
    if not archive.is_file():
        return
    folder = scratch / "seeds"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    files = [str(path) for path in sorted(folder.rglob("*")) if path.is_file()]
    if not files:
        yield "no seed in the archive"
        return
    done = run([str(binary), "-rss_limit_mb=2560", "-timeout=25", *files], scratch, 300)
    if done.returncode != 0:
        yield f"a seed ends with {done.returncode}: {done.stderr[-400:]}"


def libraries(binary):
    for line in subprocess.run(["ldd", str(binary)], stdout=subprocess.PIPE,
                               text=True).stdout.splitlines():
        if not LIBRARIES.search(line):
            yield f"needs {line.strip()}"


def judge(binary, out, sanitizer):
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        found = [*companions(binary, out), *purity(binary, sanitizer), *starts(binary, out, scratch),
                 *seeds(binary, out, scratch), *libraries(binary)]
    return [f"{binary.name}: {complaint}" for complaint in found]


def complaints(out, sanitizer):
    """Of everything in out, after it was moved to another folder."""
    with tempfile.TemporaryDirectory() as folder:
        moved = pathlib.Path(folder) / "out"
        shutil.copytree(out, moved, copy_function=os.link if
                        os.stat(out).st_dev == os.stat(folder).st_dev else shutil.copy2)
        found = targets(moved)
        if not found:
            return ["no target at all"]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            lists = pool.map(lambda binary: judge(binary, moved, sanitizer), found)
        return [*sum(lists, []), *loose(moved, {binary.name for binary in found})]
