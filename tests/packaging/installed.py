# SPDX-License-Identifier: MPL-2.0
"""What the tests of the installed package share."""
import pathlib
import subprocess
import sys


def run(*argv, status=0, **options):
    """Runs a command and returns what it printed; ends the test when its exit status is another."""
    done = subprocess.run([str(a) for a in argv], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False, **options)
    if done.returncode != status:
        sys.exit('%s: exit status %d\n%s' % (' '.join(map(str, argv)), done.returncode, done.stdout[:6000]))
    return done.stdout


def check(fact, *said):
    """Ends the test unless it holds."""
    if not fact:
        sys.exit('\n'.join(map(str, said)))


class Package:
    """A build, installed into a scratch folder, and what programs of others are built with."""

    def __init__(self, build, prefix, compiler, flags):
        self.prefix = pathlib.Path(prefix)
        self.options = ['-G', 'Ninja', '-DCMAKE_PREFIX_PATH=%s' % self.prefix, '-DCMAKE_CXX_COMPILER=' + compiler,
                        '-DCMAKE_CXX_FLAGS=' + flags]
        run('cmake', '--install', build, '--prefix', self.prefix)

    def configure(self, source, build):
        run('cmake', '-S', source, '-B', build, *self.options)

    def build(self, source, build):
        if not pathlib.Path(build, 'CMakeCache.txt').exists():
            self.configure(source, build)
        return run('cmake', '--build', build)
