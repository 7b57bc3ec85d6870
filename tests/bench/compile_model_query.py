#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""How long a file with one model and one query takes to compile, without precompiled headers: seconds of the processor (user),
against 3 s.  usage: compile_model_query.py PROGRAMS [--json] [--rounds=N]

compile_model_query_O0, compile_model_query_O2    without and with optimisation"""
import json
import os
import pathlib
import re
import shlex
import statistics
import subprocess
import sys
import tempfile

LIMIT = 3.0
SOURCE = pathlib.Path(__file__).parent / 'programs' / 'onequery.cpp'


def compiler_of(build):
    return re.search(r'^CMAKE_CXX_COMPILER:\w+=(.*)$', (build / 'CMakeCache.txt').read_text(encoding='utf8'), re.M)[1]


def cost(command):
    """User seconds and MiB at most, of the process and those that it starts."""
    pid = os.spawnvp(os.P_NOWAIT, command[0], command)
    _, status, usage = os.wait4(pid, 0)
    if status:
        sys.exit('%s failed' % shlex.join(command))
    return usage.ru_utime, usage.ru_maxrss / 1024


def report(name, costs, as_json):
    own, peak = statistics.median(s for s, _ in costs), max(p for _, p in costs)
    if as_json:
        print(json.dumps({'name': name, 'ours': own, 'limit': LIMIT, 'ratio': own / LIMIT, 'peak_mib': peak}))
    else:
        print('%-40s ours %9.4f s  limit %9.4f s  ratio %6.2f  peak %6.1f MiB' % (name, own, LIMIT, own / LIMIT, peak))


def main():
    build = pathlib.Path(sys.argv[1]).parent
    rounds = next((int(a[9:]) for a in sys.argv if a.startswith('--rounds=')), 5)
    qt = subprocess.run(['pkg-config', '--cflags', 'Qt6Core'], stdout=subprocess.PIPE, text=True, check=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        for level in ('O0', 'O2'):
            command = [compiler_of(build), '-std=c++20', '-fPIC', '-' + level, '-I%s' % (build / 'include'), *shlex.split(qt),
                       '-c', str(SOURCE), '-o', folder + '/onequery.o']
            report('compile_model_query_' + level, [cost(command) for _ in range(rounds)], '--json' in sys.argv)
    return 0


if __name__ == '__main__':
    sys.exit(main())
