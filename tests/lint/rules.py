# SPDX-License-Identifier: MPL-2.0
"""The rules. Each takes a Tree and yields Findings; its docstring's last sentence is the way out."""
import os
import re
import statistics
import subprocess

from tree import Finding, code_only, functions, line_of, without_comments

# --- layers ---------------------------------------------------------------------------------------
# Which folder may include which; docs/architecture.md explains why. A folder may include itself.
_VALUES = {'base', 'schema', 'sql'}
CORE_EDGES = {
    'base': set(),
    'sql': {'base'},
    'db': {'base'},
    'schema': {'base', 'sql'},
    'operations': _VALUES,
    'connection': {'base', 'sql', 'db'},
    'serialization': _VALUES | {'operations', 'db'},
    'compare': _VALUES | {'operations'},
    'dialects': _VALUES | {'operations', 'compare', 'db'},
    'migration': _VALUES | {'operations', 'compare', 'db', 'serialization', 'dialects'},
    'mapping': _VALUES | {'operations', 'compare', 'db', 'dialects', 'migration'},
    'data': _VALUES | {'operations', 'db', 'dialects', 'compare'},
    'session': _VALUES | {'operations', 'compare', 'db', 'serialization', 'dialects', 'migration', 'mapping', 'connection', 'data'},
    'generate': _VALUES | {'operations', 'compare', 'db', 'serialization', 'dialects', 'migration', 'mapping'},
    'project': _VALUES | {'operations', 'compare', 'db', 'serialization', 'dialects', 'migration',
                               'connection'},   # for the start-up check of a user's own program
}
UI_FOUNDATION = {'workspace', 'itemmodels', 'widgets'}
GENERIC = ('schema', 'operations', 'compare', 'migration', 'base', 'serialization', 'db')
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.M)


def _includes(tree, path):
    text = without_comments(tree.text(path))
    for m in INCLUDE.finditer(text):
        yield line_of(text, m.start()), m[1] or m[2]


def _ui_may(own, other):
    if own == other:
        return True
    if own == 'shell':
        return True
    if own in ('itemmodels', 'widgets'):
        return False
    if own == 'workspace':
        return other in ('itemmodels', 'widgets')
    return other in UI_FOUNDATION


def _core_arrow(path, target):
    if not target.startswith('joinery/'):
        return None if not target.startswith(('core/', 'ui/', 'app/', '../')) else \
            'core includes "%s": include core headers as "joinery/<folder>/<file>.h", and nothing of ui or app' % target
    own, other = path.split('/')[1], target.split('/')[1]
    if own not in CORE_EDGES:
        return 'core/%s is not in the table of layers: add it to CORE_EDGES in tests/lint/rules.py and to docs/architecture.md' % own
    if own != other and other not in CORE_EDGES[own]:
        return 'core/%s may not include core/%s: let the caller pass what is needed, or move the common part down' % (own, other)
    return None


def _ui_arrow(path, target):
    if target.startswith('app/'):
        return 'ui may not include app: app puts the parts together'
    if target.startswith('ui/'):
        own, other = path.split('/')[1], target.split('/')[1]
        if not _ui_may(own, other):
            return 'ui/%s may not include ui/%s: features meet in ui/workspace' % (own, other)
    if target.startswith('joinery/connection/') and not path.startswith('ui/workspace/'):
        return 'only ui/workspace opens connections: ask it'
    return None


def arrows(tree):
    """Includes point down the layers only."""
    for path in tree.cpp('core', 'ui'):
        arrow = _core_arrow if path.startswith('core/') else _ui_arrow
        for line, target in _includes(tree, path):
            if trouble := arrow(path, target):
                yield Finding(path, line, trouble)


LIBRARIES = (
    (re.compile(r'^(?:QtSql\b|QSql\w*|sqlite3\w*\.h|libpq.*|pq.*\.h|postgresql/.*|mysql.*|mariadb.*)'), ('core/connection/',), 'a database client'),
    (re.compile(r'^yaml-cpp/'), ('core/serialization/',), 'yaml-cpp'),
    (re.compile(r'^CLI/'), ('app/cli/',), 'CLI11'),
    (re.compile(r'^Q(?:tGui|tWidgets|Widget|Application|GuiApplication|MainWindow|Dialog|MessageBox|Pixmap|Painter|Icon|Action)\b'),
     ('ui/', 'app/gui/'), 'Qt Gui or Widgets'),
)


def libraries(tree):
    """Database clients only in core/connection, YAML only in core/serialization, CLI11 only in app/cli, no windows in core."""
    for path in tree.cpp('core', 'ui', 'app'):
        for line, target in _includes(tree, path):
            for pattern, homes, what in LIBRARIES:
                if pattern.match(target) and not path.startswith(homes):
                    yield Finding(path, line, '%s (<%s>) may be included only in %s: go through its interface' % (what, target, ', '.join(homes)))


# The URL grammar lists the schemes, and a file has another form than a server.
NAMES_DIALECTS = {'core/db/url.cpp'}
DIALECT = re.compile(r'sqlite|postgres|mysql|mariadb', re.I)


def dialect_names(tree):
    """Generic folders name no dialect in code or strings: ask a capability or a policy hook of the dialect."""
    for path in set(tree.cpp(*('core/' + f for f in GENERIC))) - NAMES_DIALECTS:
        for number, line in enumerate(without_comments(tree.text(path)).split('\n'), 1):
            if m := DIALECT.search(line):
                yield Finding(path, number, '"%s" in a generic folder: ask a capability or a policy hook of the dialect instead' % m[0])


# --- code -----------------------------------------------------------------------------------------

def _angle_end(code, start):
    depth = 0
    for i in range(start, len(code)):
        depth += (code[i] == '<') - (code[i] == '>')
        if depth == 0:
            return i + 1
    return len(code)


def nodiscard(tree):
    """Every function declared in a header that returns a Result is [[nodiscard]]."""
    for path in tree.cpp(ends=('.h',)):
        code = code_only(tree.text(path))
        for m in re.finditer(r'\b(?:joinery::)?Result<', code):
            after = code[_angle_end(code, m.end() - 1):]
            if not (name := re.match(r'\s+(?:\w+::)*(\w+)\s*\(', after)):
                continue
            head = re.split(r'[;{}]|\b(?:public|private|protected)\s*:', code[:m.start()])[-1]
            if head.count('(') > head.count(')') or '=' in head or '[[nodiscard]]' in head:
                continue
            yield Finding(path, line_of(code, m.start()), '%s returns a Result: declare it [[nodiscard]]' % name[1])


FORBIDDEN = (
    (('core',), re.compile(r'\bstd::(?:cout|cerr|clog)\b|\bq(?:Debug|Info)\b|\b(?:std::)?(?:puts|printf|fprintf)\s*\('),
     'core prints nothing: return it, or put it into an Error'),
    (('core', 'ui', 'app'), re.compile(r'\bthrow\b'), 'we throw nothing: return a Result'),
    (('core', 'ui', 'app'), re.compile(r'(?<!=)\s\bdelete\b(?!\s*;)|^delete\b'), 'no naked delete: values, std::unique_ptr or Qt parents'),
    (('ui',), re.compile(r'\bwaitForFinished\b|\bQEventLoop\b|[.>]exec\(\)'), 'the UI thread never waits: use a callback with a context object'),
)


def leftovers(tree):
    """No notes to self, no prints, no throw, no naked delete, no waiting in the UI, no using namespace in headers."""
    note = re.compile(r'\b(?:TO' r'DO|FIX' r'ME|XX' r'X|HA' r'CK)\b')
    for path in tree.cpp():
        for number, line in enumerate(tree.text(path).split('\n'), 1):
            if m := note.search(line):
                yield Finding(path, number, '"%s": do it, or file it as an issue' % m[0])
        for number, line in enumerate(code_only(tree.text(path)).split('\n'), 1):
            for folders, pattern, why in FORBIDDEN:
                if path.split('/')[0] in folders and pattern.search(line):
                    yield Finding(path, number, why)
            if path.endswith('.h') and re.search(r'\busing\s+namespace\b', line):
                yield Finding(path, number, 'no "using namespace" in a header: write the names out')


MAX_FILE = {'.cpp': 600, '.h': 300}
MAX_FUNCTION, P95_FUNCTION = 80, 40


def _percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0


def sizes(tree):
    """Files and functions stay small enough to read: split by responsibility."""
    for path in tree.cpp():
        count = tree.text(path).count('\n')
        limit = MAX_FILE[os.path.splitext(path)[1]]
        if count > limit:
            yield Finding(path, 1, '%d lines, at most %d: split it by responsibility' % (count, limit))
        for f in functions(tree.text(path)):
            is_rows = path.startswith('tests/') and re.search(r'_data\(\)$', f.head)
            if f.lines > MAX_FUNCTION and not is_rows:
                yield Finding(path, f.line, '%d lines, at most %d: %s' % (f.lines, MAX_FUNCTION, f.head[:80]))
    lengths = [f.lines for p in tree.cpp('core', 'ui', 'app') for f in functions(tree.text(p))]
    if len(lengths) < 20:
        return
    median, p95 = statistics.median(lengths), _percentile(lengths, 0.95)
    files = [tree.text(p).count('\n') for p in tree.cpp('core', 'ui', 'app', ends=('.cpp',))]
    print('functions: %d, median %g lines (aim at 8), p95 %d, longest %d; .cpp files: %d, p95 %d lines, longest %d'
          % (len(lengths), median, p95, max(lengths), len(files), _percentile(files, 0.95), max(files)))
    if p95 > P95_FUNCTION:
        yield Finding('core', 1, '95th percentile of function lengths is %d, at most %d: split the long ones' % (p95, P95_FUNCTION))


LICENCE = (('core/', 'MPL-2.0'), ('app/cli/', 'MPL-2.0'), ('tests/', 'MPL-2.0'), ('packaging/', 'MPL-2.0'),
           ('ui/', 'GPL-3.0-or-later'), ('app/', 'GPL-3.0-or-later'))
HEADED = ('.cpp', '.h', '.py', '.sh', '.cmake', 'CMakeLists.txt')


def licences(tree):
    """Every source begins with the SPDX line of its folder (LICENSE.md)."""
    for path in tree.files:
        wanted = next((name for folder, name in LICENCE if path.startswith(folder)), None)
        if wanted is None or not path.endswith(HEADED):
            continue
        first = tree.text(path).split('\n')[:2]
        mark = '// ' if path.endswith(('.cpp', '.h')) else '# '
        if not any(line == mark + 'SPDX-License-Identifier: ' + wanted for line in first):
            yield Finding(path, 1, 'begin with "%sSPDX-License-Identifier: %s"' % (mark, wanted))


def own_header(tree):
    """A source includes its own header first, so that the header stands on its own."""
    for path in tree.cpp('core', 'ui', ends=('.cpp',)):
        header = path[:-4] + '.h'
        if header not in tree.files:
            continue
        wanted = re.sub(r'^core/', 'joinery/', header)
        first = next(_includes(tree, path), (1, ''))
        if first[1] != wanted:
            yield Finding(path, first[0], 'include "%s" first' % wanted)


# --- tests ----------------------------------------------------------------------------------------

def mirror(tree):
    """Every source of core has a test: tst_<name>.cpp in its folder's mirror, one that includes its header, or at least one there or above."""
    tests = tree.cpp('tests/core', ends=('.cpp',))
    included = {p: {target for _, target in _includes(tree, p)} for p in tests}
    untested = []
    for path in tree.cpp('core', ends=('.cpp',)):
        folder, name = os.path.split(path[:-4])
        homes = {'tests/' + folder, 'tests/' + os.path.dirname(folder)} - {'tests/core'}
        own = [p for p in tests if os.path.dirname(p) in homes]
        header = re.sub(r'^core/', 'joinery/', folder) + '/' + name + '.h'
        if not any(name.rstrip('_') in os.path.basename(p) for p in own) and not any(header in included[p] for p in tests):
            untested.append((path, bool(own)))
    covered = [p for p, in_folder in untested if in_folder]
    if covered:
        print('tested only through their folder: ' + ', '.join(covered))
    for path, in_folder in untested:
        if not in_folder:
            yield Finding(path, 1, 'no test under tests/%s: write tst_%s.cpp' % (os.path.dirname(path), os.path.basename(path)[:-4]))


# --- the repository -------------------------------------------------------------------------------

def _hosts():
    return [re.compile(r'\b' + re.escape(a + '.' + b) + r'\b', re.I) for a, b in (
        ('deb', 'debian.org'), ('security', 'debian.org'), ('registry', 'npmjs.org'), ('pypi', 'org'), ('crates', 'io'),
        ('proxy', 'golang.org'), ('files', 'pythonhosted.org'), ('repo1', 'maven.org'), ('rubygems', 'org'))]


def private_words(tree):
    """Files speak of nothing outside the repository but the corpus that tests read from beside the checkout."""
    workplace = re.compile(r'(?<![\w.])/wo' r'rk/')
    corpus = re.compile(r'\.\./sha' r'red/corpus')
    neighbour = re.compile(r'(?<![\w-])sha' r'red/')
    for path in tree.files:
        for number, line in enumerate(tree.text(path).split('\n'), 1):
            if workplace.search(line):
                yield Finding(path, number, 'a path of one machine: use a path relative to the repository')
            if neighbour.search(corpus.sub('', line) if path.startswith('tests/') else line):
                yield Finding(path, number, 'names a folder outside the repository; only tests may, and only the corpus')
            if any(host.search(line) for host in _hosts()):
                yield Finding(path, number, 'names a package registry: say the package, not where it comes from')


def shell(tree):
    """Shell scripts parse and stop at the first error."""
    for path in tree.files:
        first = tree.text(path)[:64].split('\n')[0]
        if not re.match(r'#!.*\b(?:ba)?sh\b', first):
            continue
        checked = subprocess.run(['bash', '-n', str(tree.root / path)], capture_output=True, text=True, check=False)
        if checked.returncode:
            yield Finding(path, 1, 'does not parse: ' + checked.stderr.strip())
        if 'set -e' not in tree.text(path) and not re.search(r'^exec ', tree.text(path), re.M):
            yield Finding(path, 1, 'begin with "set -euo pipefail"')


RULES = {f.__name__: f for f in (arrows, libraries, dialect_names, nodiscard, leftovers, sizes, licences, own_header, mirror,
                                 private_words, shell)}
