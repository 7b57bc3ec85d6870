#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Every relative link of the Markdown pages leads to a file, every `folder/file` of the tree that they name exists, and
the man page renders without a warning.  usage: test_links.py SOURCE_DIR"""
import pathlib
import re
import shutil
import subprocess
import sys

LINK = re.compile(r'\]\(([^)#\s]+)(?:#[^)]*)?\)')
NAMED = re.compile(r'`((?:app|core|ui|tests|resources|packaging|docs)/[\w./-]*[\w/])`')


def pages(root):
    listed = subprocess.run(['git', '-C', root, 'ls-files', '--cached', '--others', '--exclude-standard', '*.md'],
                            capture_output=True, text=True, check=False)
    names = listed.stdout.split('\n') if listed.returncode == 0 else [str(p.relative_to(root)) for p in root.glob('**/*.md')]
    return [root / n for n in names if n and (root / n).is_file()]


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    wrong = []
    for page in pages(root):
        for number, line in enumerate(page.read_text(encoding='utf8').split('\n'), 1):
            targets = [(page.parent / t) for t in LINK.findall(line) if not re.match(r'\w+:', t)]
            targets += [root / t for t in NAMED.findall(line)]
            wrong += ['%s:%d: there is no %s' % (page.relative_to(root), number, t) for t in targets if not t.exists()]
    if shutil.which('groff'):
        said = subprocess.run(['groff', '-man', '-ww', '-z', root / 'packaging' / 'joinery.1'], capture_output=True, text=True, check=False)
        wrong += said.stderr.split('\n') if said.stderr else []
    print('\n'.join(wrong) or '%d pages' % len(pages(root)))
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
