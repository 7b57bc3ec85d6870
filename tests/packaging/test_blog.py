#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""The example docs/examples/blog on the installed package, from the first model to rows in a migrated database.
usage: test_blog.py BUILD EXAMPLE COMPILER FLAGS"""
import pathlib
import shutil
import sys
import tempfile

from installed import Package, check, run

NOT_INITIALIZED = 'Database is not initialized, run manage db init first.'
CHANGED = 'Detected database schema changes. Run manage db makemigrations to generate migration scripts.'
NOT_UP_TO_DATE = 'Target database is not up to date. Run manage db migrate to update database.'


class Blog:
    """The example, copied, and the project that its program works on."""

    def __init__(self, package, example, folder):
        self.package = package
        self.source = pathlib.Path(folder, 'blog')
        self.programs = self.source / 'build'
        shutil.copytree(example, self.source)

    def build(self):
        self.package.build(self.source, self.programs)

    def manage(self, *argv, status=0):
        return run(self.programs / 'manage', *argv, status=status, cwd=self.source)

    def start(self, *argv, status=0):
        """Runs the program, which never stops because of a warning."""
        return run(self.programs / 'blog', *argv, status=status, cwd=self.source)

    def warns(self, sentence):
        said = self.start()
        check(sentence in said, 'at its start the program said:', said, 'not: ' + sentence)

    def revisions(self):
        return sorted(self.source.glob('migrations/versions/*.yaml'))


def first_model(blog):
    blog.build()
    blog.manage('init', '--url', 'sqlite:///blog.db')
    check(not (blog.source / 'models').exists(), 'init made a folder for model files')
    blog.warns(NOT_INITIALIZED)
    blog.manage('db', 'init')
    check(len(blog.revisions()) == 1, 'db init wrote', blog.revisions())
    check('Warning' not in blog.start(), 'a warning although all is well')


def rows(blog):
    """Add, commit, query; a value that breaks a rule of the second model changes nothing."""
    blog.start('add', 'grace', 'grace@example.org')
    blog.start('add', 'ada', 'ada@example.org')
    check(blog.start('find', 'ada') == '2 ada <ada@example.org>\n', blog.start('find', 'ada'))
    said = blog.start('add', 'ada', 'another@example.org', status=1)
    check('Error: ' in said, 'a second ada was taken:', said)
    check(blog.start('find', 'ada') == '2 ada <ada@example.org>\n', blog.start('find', 'ada'))
    check(blog.start('find', 'nobody') == '', blog.start('find', 'nobody'))


def changed_model(blog):
    shutil.copy(blog.source / 'user_changed.h', blog.source / 'user.h')
    blog.build()
    blog.warns(CHANGED)
    blog.manage('db', 'makemigrations', '--message', 'something changed')
    check(len(blog.revisions()) == 2 and blog.revisions()[1].name.endswith('_something_changed.yaml'), blog.revisions())
    blog.warns(NOT_UP_TO_DATE)
    blog.manage('db', 'migrate')
    said = blog.manage('db', 'status', '--check')
    check(said.count('[✓]') == 2, said)
    check('No changes detected' in blog.manage('db', 'makemigrations'), 'a change where there is none')


def main():
    build, example, compiler, flags = sys.argv[1:5]
    with tempfile.TemporaryDirectory() as folder:
        blog = Blog(Package(build, pathlib.Path(folder, 'prefix'), compiler, flags), example, folder)
        first_model(blog)
        changed_model(blog)
        check('Warning' not in blog.start(), 'a warning although all is well')
        rows(blog)
    return 0


if __name__ == '__main__':
    sys.exit(main())
