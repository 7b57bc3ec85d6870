#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Makes a project of an SQL script or a folder of model files, and headers and models.py of its models.
usage: models_of.py JOINERY SCRIPT|FOLDER OUT"""
import contextlib
import pathlib
import py_compile
import shutil
import sqlite3
import subprocess
import sys


def joinery(program, *argv, status=0):
    done = subprocess.run([program, *map(str, argv)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)
    if done.returncode != status:
        sys.exit('joinery %s: exit status %d\n%s' % (' '.join(map(str, argv)), done.returncode, done.stdout))
    return done.stdout


def main():
    program, source, out = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    project, database = out / 'project', out / 'source.db'
    joinery(program, 'init', project, '--url', 'sqlite:///%s' % database)
    if source.is_dir():
        shutil.copytree(source, project / 'models', dirs_exist_ok=True)
    else:
        with contextlib.closing(sqlite3.connect(database)) as connection:
            connection.executescript(source.read_text(encoding='utf8'))
        joinery(program, '--project', project, 'pull')
    for language in ('cpp', 'sqlmodel'):
        joinery(program, '--project', project, 'generate', language, '--out', out / 'generated')
        joinery(program, '--project', project, 'generate', language, '--out', out / 'generated', '--check')
        joinery(program, '--project', project, 'generate', language, '--out', out / 'elsewhere', '--check', status=3)
    py_compile.compile(str(out / 'generated' / 'models.py'), cfile=str(out / 'models.pyc'), doraise=True)
    return 0


if __name__ == '__main__':
    sys.exit(main())
