#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""The folders tutorial and first of docs/examples build on the installed package, and their programs run. What they print is
looked at by docs.tutorial and docs.reference_page.  usage: test_tutorial.py BUILD EXAMPLE COMPILER FLAGS"""
import pathlib
import shutil
import sys
import tempfile

from installed import Package, check, run


def main():
    build, example, compiler, flags = sys.argv[1:5]
    with tempfile.TemporaryDirectory() as folder:
        package = Package(build, pathlib.Path(folder, 'prefix'), compiler, flags)
        source, first = pathlib.Path(folder, 'tutorial'), pathlib.Path(folder, 'first')
        shutil.copytree(example, source)
        shutil.copytree(pathlib.Path(example).parent / 'first', first)
        for example_source in (source, first):
            package.build(example_source, example_source / 'build')
        check(run(first / 'build' / 'first', cwd=folder) == '2 Rusty-Man\n', 'first prints something else')
        for program in ('rows', 'teams', 'links'):
            check('Error' not in run(source / 'build' / program, cwd=folder), program)
        run(source / 'build' / 'manage', 'init', '--url', 'sqlite:///heroes.db', cwd=source)
    return 0


if __name__ == '__main__':
    sys.exit(main())
