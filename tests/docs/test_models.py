#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Each behaviour that docs/models.md has to go through has a row, which names tests that exist, or says why there are none.
usage: test_models.py SOURCE"""
import pathlib
import re
import sys

IDS = ['R%d' % n for n in range(10, 21)] + ['S%d' % n for n in range(1, 12)] + ['A4', 'A6', 'A7', 'A8', 'A9']
ROW = re.compile(r'^\| ([RSA]\d+) \| (.*?) \| (.*?) \| ?(.*?) ?\|$', re.M)
FUNCTION = re.compile(r'^\s*(?:void (?:\w+::)?|def )(\w+)\(', re.M)


def functions(source):
    paths = [p for kind in ('cpp', 'py') for p in (source / 'tests').rglob('*.' + kind)]
    return {name for path in paths for name in FUNCTION.findall(path.read_text(encoding='utf8'))}


def faults(source):
    rows = ROW.findall((source / 'docs' / 'models.md').read_text(encoding='utf8'))
    if sorted(row[0] for row in rows) != sorted(IDS):
        yield 'rows for %s, not for %s' % (' '.join(row[0] for row in rows), ' '.join(IDS))
    known = functions(source)
    for number, _, shown, otherwise in rows:
        tests = re.findall('`(.+?)`', shown)
        if not tests and not otherwise:
            yield '%s names no test and no reason' % number
        for test in tests:
            if test not in known and not ('/' in test and (source / test).is_file()):
                yield '%s: there is no test %s' % (number, test)
    for name in sorted(known):
        if name.partition('_')[0] in IDS and not any(row[0] == name.partition('_')[0] for row in rows):
            yield '%s is in no row' % name


def main():
    wrong = list(faults(pathlib.Path(sys.argv[1])))
    print('\n'.join(wrong) or '%d behaviours' % len(IDS))
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
