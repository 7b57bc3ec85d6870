#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Compiles each snippet beside this file: it must fail with the words after "// error:", or compile where it says so.

usage: check.py COMPILER FLAG...
"""
import concurrent.futures
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent


def precompiled(compiler, flags, folder):
    """The common header, compiled once; the flags that use it."""
    target = folder / 'models.h.gch'
    subprocess.run([compiler, *flags, '-w', '-x', 'c++-header', str(HERE / 'models.h'), '-o', str(target)], check=True)
    if 'clang' in compiler:
        return ['-include-pch', str(target)]
    (folder / 'models.h').write_text('#error "the precompiled header is not used"\n')
    return ['-include', str(folder / 'models.h')]


def trouble(command, snippet):
    """What is wrong with the compiler's answer; None = nothing."""
    wanted = snippet.read_text().split('\n')[1].removeprefix('// ')
    run = subprocess.run([*command, str(snippet)], capture_output=True, text=True, env={'LC_ALL': 'C', 'PATH': '/usr/bin:/bin'})
    if wanted == 'compiles':
        return run.stderr if run.returncode else None
    if run.returncode == 0:
        return 'it compiles'
    errors = [line for line in run.stderr.split('\n') if ' error: ' in line or ' note: ' in line]
    words = wanted.removeprefix('error: ')
    return None if any(words in line for line in errors) else 'no message says "%s":\n%s' % (words, run.stderr)


def main():
    compiler, flags = sys.argv[1], sys.argv[2:]
    snippets = sorted(HERE.glob('*.cpp'))
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        command = [compiler, *flags, *precompiled(compiler, flags, pathlib.Path(folder)), '-fsyntax-only']
        answers = list(pool.map(lambda snippet: trouble(command, snippet), snippets))
    failed = [(snippet.name, answer) for snippet, answer in zip(snippets, answers) if answer]
    for name, answer in failed:
        print('%s: %s' % (name, answer))
    print('%d of %d snippets as expected' % (len(snippets) - len(failed), len(snippets)))
    return 1 if failed or not snippets else 0


if __name__ == '__main__':
    sys.exit(main())
