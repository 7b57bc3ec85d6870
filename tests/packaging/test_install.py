#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Installs a build into a scratch folder and uses it from there.  usage: test_install.py BUILD CONSUMER COMPILER FLAGS"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

EXPECTED = ('bin/joinery', 'bin/joinery-workbench', 'include/joinery/schema/table.h', 'share/applications/joinery.desktop',
            'share/icons/hicolor/scalable/apps/joinery.svg', 'share/man/man1/joinery.1', 'share/joinery/sample/joinery.yaml',
            'share/bash-completion/completions/joinery', 'share/zsh/site-functions/_joinery', 'share/fish/vendor_completions.d/joinery.fish')


def run(*argv):
    done = subprocess.run([str(a) for a in argv], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)
    if done.returncode:
        sys.exit('%s: exit status %d\n%s' % (' '.join(map(str, argv)), done.returncode, done.stdout))
    return done.stdout


def main():
    build, consumer, compiler, flags = sys.argv[1:5]
    with tempfile.TemporaryDirectory() as folder:
        prefix = pathlib.Path(folder, 'prefix')
        run('cmake', '--install', build, '--prefix', prefix)
        missing = [p for p in EXPECTED if not (prefix / p).exists()]
        if missing:
            sys.exit('not installed: ' + ', '.join(missing))
        if not run(prefix / 'bin' / 'joinery', '--version').startswith('joinery '):
            sys.exit('the installed joinery does not say its version')
        run('bash', '-n', prefix / 'share' / 'bash-completion' / 'completions' / 'joinery')
        if shutil.which('desktop-file-validate'):
            run('desktop-file-validate', prefix / 'share' / 'applications' / 'joinery.desktop')
        own = pathlib.Path(folder, 'consumer')
        run('cmake', '-S', consumer, '-B', own, '-G', 'Ninja', '-DCMAKE_PREFIX_PATH=%s' % prefix, '-DCMAKE_CXX_COMPILER=' + compiler,
            '-DCMAKE_CXX_FLAGS=' + flags)
        run('cmake', '--build', own)
        run(own / 'consumer')
    return 0


if __name__ == '__main__':
    sys.exit(main())
