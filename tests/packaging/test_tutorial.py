#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""The folder docs/examples/tutorial builds on the installed package, and its programs run. What they print is looked at by
docs.tutorial.  usage: test_tutorial.py BUILD EXAMPLE COMPILER FLAGS"""
import pathlib
import shutil
import sys
import tempfile

from installed import Package, check, run


def main():
    build, example, compiler, flags = sys.argv[1:5]
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, 'tutorial')
        shutil.copytree(example, source)
        Package(build, pathlib.Path(folder, 'prefix'), compiler, flags).build(source, source / 'build')
        for program in ('rows', 'teams', 'links'):
            check('Error' not in run(source / 'build' / program, cwd=folder), program)
        run(source / 'build' / 'manage', 'init', '--url', 'sqlite:///heroes.db', cwd=source)
    return 0


if __name__ == '__main__':
    sys.exit(main())
