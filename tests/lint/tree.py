# SPDX-License-Identifier: MPL-2.0
"""What the lint rules look at: the repository's files, C++ text without comments, function bodies."""
import pathlib
import re
import subprocess
from typing import NamedTuple

CPP = {'.cpp', '.h'}


class Finding(NamedTuple):
    path: str
    line: int
    text: str

    def __str__(self):
        return '%s:%d: %s' % self


class Function(NamedTuple):
    line: int          # of the first line of its declaration
    lines: int         # from there to the closing brace
    head: str


class Tree:
    """The files of a repository, or of a folder that stands in for one."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self._text = {}
        self.files = sorted(self._listed())

    def _listed(self):
        found = subprocess.run(['git', '-C', str(self.root), 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
                               capture_output=True, check=False)
        if found.returncode == 0 and (self.root / '.git').exists():
            return [p for p in found.stdout.decode().split('\0') if p and (self.root / p).is_file()]
        return [str(p.relative_to(self.root)) for p in self.root.rglob('*')
                if p.is_file() and p.relative_to(self.root).parts[0] not in ('build', '.git')]

    def text(self, path):
        if path not in self._text:
            self._text[path] = (self.root / path).read_bytes().decode('utf8', 'replace')
        return self._text[path]

    def cpp(self, *folders, ends=('.cpp', '.h')):
        return [p for p in self.files if p.endswith(tuple(ends)) and (not folders or p.startswith(tuple(f + '/' for f in folders)))]


LEXEME = re.compile(r'''
    (?P<comment>//(?:[^\n\\]|\\.|\\\n)*|/\*.*?\*/)
  | (?P<raw>(?:u8|u|U|L)?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)")
  | (?P<string>(?:u8|u|U|L)?"(?:[^"\\\n]|\\.)*")
  | (?P<number>\b\d[\w.']*)
  | (?P<char>(?:u8|u|U|L)?'(?:[^'\\\n]|\\.)+')
''', re.X | re.S)


def _blank(text):
    return re.sub(r'[^\n]', ' ', text)


def without_comments(text):
    """The same text, with blanks for comments; line numbers and strings stay."""
    return LEXEME.sub(lambda m: _blank(m[0]) if m['comment'] else m[0], text)


def code_only(text):
    """The same text, with blanks for comments and for what is inside literals."""
    def keep(m):
        if m['comment']:
            return _blank(m[0])
        if m['number']:
            return m[0].replace("'", '_')
        quote = '"' if '"' in m[0][:4] else "'"
        return quote + _blank(m[0])[2:] + quote
    return LEXEME.sub(keep, text)


def line_of(text, offset):
    return text.count('\n', 0, offset) + 1


def closing(text, start):
    """Offset of the brace that closes the one at start."""
    depth = 0
    for m in re.compile(r'[{}]').finditer(text, start):
        depth += 1 if m[0] == '{' else -1
        if depth == 0:
            return m.start()
    return len(text) - 1


SCOPE = re.compile(r'\b(?:namespace|class|struct|union)\b|\bextern\s+"')
MEMBER_INITIALISER = re.compile(r'\)[^()]*?(?<!:):(?!:)')


def _is_scope(head):
    return bool(SCOPE.search(head)) and '(' not in re.sub(r'\b(?:alignas|Q_\w+)\s*\([^()]*\)', '', head)


def _is_function(head):
    if '(' not in head or re.search(r'(?<![=!<>])=\s*$', head):
        return False
    if re.search(r'(?<![=!<>+\-*/|&^])=(?!=)', head.split('(')[0]) and 'operator' not in head:
        return False
    if MEMBER_INITIALISER.search(head):
        return not re.search(r'[\w>]\s*$', head) or bool(re.search(r'\b(?:const|noexcept|override|final)\s*$', head))
    return True


def functions(text):
    """Every function with a body, in order; lambdas and local classes count as lines of theirs."""
    code = re.sub(r'^[ \t]*#(?:[^\n\\]|\\.|\\\n)*', lambda m: _blank(m[0]), code_only(text), flags=re.M | re.S)
    found, start, i = [], 0, 0
    pattern = re.compile(r'[;{}]|\b(?:public|private|protected|Q_SIGNALS|Q_SLOTS)\s*:')
    while (m := pattern.search(code, i)) is not None:
        i = m.end()
        if m[0] != '{':
            start = i
            continue
        head = code[start:m.start()]
        if _is_scope(head):
            start = i
            continue
        end = closing(code, m.start())
        i = end + 1
        if _is_function(head):
            first = start + len(head) - len(head.lstrip())
            found.append(Function(line_of(code, first), line_of(code, end) - line_of(code, first) + 1, ' '.join(head.split())))
            start = i
        elif not MEMBER_INITIALISER.search(head):
            start = start if re.match(r'\s*[,;)]', code[i:]) else i
    return found
