#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Runs every command of README.md's sh blocks, in order, in a copy; a text block after one must appear in its output.
usage: test_readme.py SOURCE_DIR PROGRAMS_DIR"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77                                     # ctest: SKIP_RETURN_CODE
EXPECTED = re.compile(r'#.*\bexit status (\d)')  # said in the comment of a command
HERE = {'./dev test': 'is what runs this test'}  # not to be run from inside itself


def blocks(text):
    """(language, lines) of every fenced block."""
    return [(m[1], m[2].strip('\n').split('\n')) for m in re.finditer(r'^```(\w+)\n(.*?)^```', text, re.M | re.S)]


def command_of(line):
    return re.sub(r'\s+#.*$', '', line).strip()


def script(lines):
    """The block as a script that says each command and stops where a status is not the expected one."""
    out = []
    for line in lines:
        if not line.strip() or command_of(line) in HERE:
            continue
        status = EXPECTED.search(line)
        out.append("printf '%%s\\n' %s >&2" % shell_quoted('$ ' + line))
        out.append('%s; status=$?' % command_of(line))
        out.append('[ $status = %s ] || { echo "exit status $status" >&2; exit 1; }' % (status[1] if status else 0))
    return out


def shell_quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def loosely(text):
    return re.sub(r'\s+', ' ', text).strip()


def run(lines, folder, environment):
    done = subprocess.run(['bash', '-c', '\n'.join(lines)], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    print(done.stdout, end='')
    return done.returncode, done.stdout


def tour_is_possible(programs):
    helped = subprocess.run([programs / 'joinery', '--help'], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    return helped.returncode == 0 and re.search(r'^\s+db\b', helped.stdout, re.M)


def prepared(source, folder):
    """What a fresh clone has, as far as the commands need it."""
    for name in ('dev', 'resources', 'packaging'):
        (shutil.copytree if (source / name).is_dir() else shutil.copy2)(source / name, folder / name)


def main():
    source, programs = (pathlib.Path(p).resolve() for p in sys.argv[1:3])
    if not tour_is_possible(programs):
        print('skipped: joinery has no "db" yet')
        return SKIPPED
    found = blocks((source / 'README.md').read_text(encoding='utf8'))
    with tempfile.TemporaryDirectory() as home:
        clone = pathlib.Path(home, 'joinery')
        clone.mkdir()
        prepared(source, clone)
        (clone / 'build' / 'release').mkdir(parents=True)
        (clone / 'build' / 'release' / 'bin').symlink_to(programs)
        environment = {'HOME': home, 'PATH': '/usr/local/bin:/usr/bin:/bin', 'LC_ALL': 'C.UTF-8', 'NO_COLOR': '1',
                       'TMPDIR': home, 'JOINERY_SKIP_SETUP': '1', 'JOINERY_SKIP_BUILD': '1'}
        lines = []
        for i, (language, body) in enumerate(found):
            if language != 'sh':
                continue
            mark = "printf 'block %d\\n'" % i
            lines += [mark] + script(body)
        status, output = run(['set -o pipefail'] + lines, clone, environment)
        if status:
            print('README.md: the last command above failed')
            return 1
        parts = dict(re.findall(r'^block (\d+)\n(.*?)(?=^block \d+\n|\Z)', output, re.M | re.S))
        for i, (language, body) in enumerate(found):
            if language == 'text' and loosely('\n'.join(body)) not in loosely(parts.get(str(i - 1), '')):
                print('README.md: the output above does not contain:\n' + '\n'.join(body))
                return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())
