#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""What a page shows of a program of docs/examples is what the program is and prints. Above a block of the page stands
  <!-- FILE: NAME -->            the lines between two `//! [NAME]` of the file
  <!-- output of PROGRAM: NAME -->    what PROGRAM prints below `[NAME]`
and the `$ ` commands of blocks below <!-- shell --> print what follows them; they run in one folder.
usage: test_snippets.py SOURCE PAGE EXAMPLE PROGRAMS [--update]    --update writes into the page what it should show"""
import functools
import os
import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r'^```(\w*)\n(.*?)^```$', re.M | re.S)
ABOVE = re.compile(r'<!-- (.+?) -->\n\Z')
CHANGING = [(re.compile(r'\d{8}T\d{6}'), 'TIME'), (re.compile(r'\b[0-9a-f]{12}\b|(?<=_)[0-9a-f]{12}(?=_)'), 'ID')]
HOME = '/home/ada'  # stands in the pages for the folder of the test


def snippets(text):
    """The snippets of a source by name, without the indentation that they share."""
    found, name, lines = {}, None, []
    for line in text.split('\n'):
        marker = re.fullmatch(r'\s*//! \[(.+)\]', line)
        if marker and marker[1] == name:
            found[name], name = '\n'.join(lines) + '\n', None
        elif marker:
            name, lines = marker[1], []
        elif name:
            lines.append(line)
    if name:
        sys.exit('the snippet [%s] has no end' % name)
    return found


def steady(text):
    for pattern, word in CHANGING:
        text = pattern.sub(word, text)
    return text


class Page:
    def __init__(self, source, name, example, programs, folder):
        self.text = (source / 'docs' / name).read_text(encoding='utf8')
        self.example = source / 'docs' / 'examples' / example
        self.programs = programs
        self.folder = folder
        self.used = set()

    def run(self, command, where):
        where.mkdir(exist_ok=True)
        environment = {'PATH': '%s:%s' % (self.programs, os.environ['PATH']), 'HOME': str(self.folder), 'LC_ALL': 'C.UTF-8', 'NO_COLOR': '1'}
        done = subprocess.run(['bash', '-c', command], cwd=where, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode:
            sys.exit('%s: exit status %d\n%s' % (command, done.returncode, done.stdout))
        return done.stdout.replace(str(self.folder), HOME)

    @functools.lru_cache
    def printed(self, program):
        text = self.run(program, self.folder / program)
        return dict(re.findall(r'^\[(.+)\]\n((?:(?!\[).*\n)*)', text, re.M))

    def shell(self, shown):
        said = ''
        for line in re.findall(r'^\$ (.*)$', shown, re.M):
            said += '$ %s\n%s' % (line, self.run(line, self.folder / 'heroes'))
        return said

    def actual(self, marker, shown):
        if marker == 'shell':
            return self.shell(shown)
        output = re.fullmatch(r'output of (\w+): (.+)', marker)
        if output:
            return self.printed(output[1]).get(output[2], 'no such step\n')
        name, _, snippet = marker.partition(': ')
        self.used.add((name, snippet))
        return snippets((self.example / name).read_text(encoding='utf8')).get(snippet, 'no such snippet\n')

    def differences(self):
        for block in BLOCK.finditer(self.text):
            language, shown = block.groups()
            above = ABOVE.search(self.text[:block.start()])
            if not above and language in ('cpp', 'text'):
                yield 'a block of %s is not compared with anything:\n%s' % (language, shown)
            elif above:
                actual = self.actual(above[1], shown)
                if steady(actual) != steady(shown):
                    yield '%s: the page shows\n%sbut it is\n%s' % (above[1], shown, actual)

    def update(self, path):
        """Every block that differs becomes what it should be."""
        def corrected(block):
            above = ABOVE.search(self.text[:block.start()])
            actual = self.actual(above[1], block[2]) if above else block[2]
            return block[0] if steady(actual) == steady(block[2]) else '```%s\n%s```' % (block[1], actual)
        path.write_text(BLOCK.sub(corrected, self.text), encoding='utf8')

    def unused(self):
        for path in sorted(self.example.glob('*.[ch]*')):
            for name in snippets(path.read_text(encoding='utf8')):
                if (path.name, name) not in self.used:
                    yield 'the page does not show %s: %s' % (path.name, name)


def main():
    source, page, example, programs = sys.argv[1:5]
    with tempfile.TemporaryDirectory() as folder:
        shown = Page(pathlib.Path(source), page, example, pathlib.Path(programs).resolve(), pathlib.Path(folder).resolve())
        if '--update' in sys.argv:
            shown.update(pathlib.Path(source, 'docs', page))
            return 0
        wrong = list(shown.differences())
        wrong += list(shown.unused())
    print('\n'.join(wrong) or '%d snippets' % len(shown.used))
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
