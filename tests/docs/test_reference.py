#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Doxygen makes the reference without a warning: each public member of the headers that programs include is described. Its
pages lead nowhere that is not there, and the first page names nothing that does not exist.  usage: test_reference.py SOURCE OUT"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

UNDOCUMENTED = '/// A class.\nclass Described\n{\npublic:\n    void notDescribed();\n};\n'
BROKEN = '# Page\nSee \\ref nothing.\n'


def doxygen(source, settings):
    """What Doxygen said, and whether it went well."""
    done = subprocess.run(['doxygen', '-'], input='@INCLUDE = docs/Doxyfile\n' + settings, cwd=source, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode == 0, done.stdout


def broken_links(html):
    for page in sorted(html.glob('*.html')):
        for target in set(re.findall(r'(?:href|src)="([^"#:]+)(?:#[^"]*)?"', page.read_text(encoding='utf8'))):
            if not (html / target).exists():
                yield '%s: there is no %s' % (page.name, target)


def unknown_names(source, html):
    """What the first page names is a link where Doxygen knows it."""
    linked = set(re.findall(r'<a class="el"[^>]*>(joinery::[\w:]+)', (html / 'index.html').read_text(encoding='utf8')))
    for name in re.findall(r'\bjoinery::[\w:]*\w', (source / 'docs' / 'reference.md').read_text(encoding='utf8').split('```')[-1]):
        if name not in linked:
            yield 'docs/reference.md: there is no %s in the reference' % name


def finds(source, name, text):
    """The settings are such that a mistake ends the run."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, name)
        path.write_text(text, encoding='utf8')
        well, _ = doxygen(source, 'INPUT = %s\nUSE_MDFILE_AS_MAINPAGE =\nOUTPUT_DIRECTORY = %s\n' % (path, folder))
        return not well


def main():
    source, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    if not shutil.which('doxygen'):
        print('skipped: there is no doxygen; ./dev setup installs it')
        return 77
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    well, said = doxygen(source, 'OUTPUT_DIRECTORY = %s\n' % out)
    html = out / 'html'
    wrong = [] if well else [said]
    if not wrong:
        wrong += [*broken_links(html), *unknown_names(source, html)]
    wrong += ['Doxygen takes %s for good' % n for n, t in (('described.h', UNDOCUMENTED), ('page.md', BROKEN)) if not finds(source, n, t)]
    print('\n'.join(wrong) or '%d pages' % len(list(html.glob('*.html'))))
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
