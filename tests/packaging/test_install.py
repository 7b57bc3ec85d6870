#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Installs a build into a scratch folder and uses it from there.  usage: test_install.py BUILD CONSUMER COMPILER FLAGS"""
import pathlib
import re
import shutil
import sys
import tempfile

from installed import Package, check, run

EXPECTED = ('bin/joinery', 'bin/joinery-workbench', 'include/joinery/schema/table.h', 'include/joinery/commands.h',
            'include/joinery/mapping/mapping.h', 'share/applications/joinery.desktop',
            'share/icons/hicolor/scalable/apps/joinery.svg', 'share/man/man1/joinery.1', 'share/joinery/sample/joinery.yaml',
            'share/bash-completion/completions/joinery', 'share/zsh/site-functions/_joinery', 'share/fish/vendor_completions.d/joinery.fish')
DRIVERS = re.compile(r'#\s*include\s*[<"](?:QtSql\b|QSql|sqlite3|libpq|mysql|mariadb)')


def headers_need_no_driver(prefix):
    named = [p for p in prefix.glob('include/**/*.h') if DRIVERS.search(p.read_text(encoding='utf8'))]
    check(not named, 'installed headers include a database driver: ', *named)


def consumer_finds_its_models(own):
    """joinery_add_models sees every spelling of a declaration, referred to or not, and looks again when a header changes."""
    tables = run(own / 'spellings', 'inspect', 'models')
    found = re.findall(r'^table: (\S+)', tables, re.M)
    check(found == ['index', 'item', 'label', 'outside', 'plain', 'shelf'], 'joinery_add_models found only', found)


def main():
    build, consumer, compiler, flags = sys.argv[1:5]
    with tempfile.TemporaryDirectory() as folder:
        package = Package(build, pathlib.Path(folder, 'prefix'), compiler, flags)
        prefix = package.prefix
        missing = [p for p in EXPECTED if not (prefix / p).exists()]
        check(not missing, 'not installed: ' + ', '.join(missing))
        check(run(prefix / 'bin' / 'joinery', '--version').startswith('joinery '), 'the installed joinery does not say its version')
        run('bash', '-n', prefix / 'share' / 'bash-completion' / 'completions' / 'joinery')
        if shutil.which('desktop-file-validate'):
            run('desktop-file-validate', prefix / 'share' / 'applications' / 'joinery.desktop')
        headers_need_no_driver(prefix)
        own = pathlib.Path(folder, 'consumer')
        package.build(consumer, own)
        run(own / 'consumer')
        consumer_finds_its_models(own)
    return 0


if __name__ == '__main__':
    sys.exit(main())
