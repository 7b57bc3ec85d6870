#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Shows that each rule finds a bad snippet and leaves a good one alone."""
import pathlib
import sys
import tempfile

import rules
from tree import Tree, functions

CORE = '// SPDX-License-Identifier: MPL-2.0\n'
UI = '// SPDX-License-Identifier: GPL-3.0-or-later\n'
LONG = 'int f()\n{\n' + '    g();\n' * 79 + '}\n'

# rule, what it shows, the file, its text, the number of findings
CASES = [
    ('arrows', 'down', 'core/compare/a.cpp', '#include "joinery/operations/operation.h"\n', 0),
    ('arrows', 'up', 'core/schema/a.cpp', '#include "joinery/compare/compare.h"\n', 1),
    ('arrows', 'sideways', 'core/migration/a.h', '#include "joinery/connection/sqlite.h"\n', 1),
    ('arrows', 'commented out', 'core/schema/a.cpp', '// #include "joinery/compare/compare.h"\n', 0),
    ('arrows', 'unknown folder', 'core/misc/a.cpp', '#include "joinery/base/error.h"\n', 1),
    ('arrows', 'core to ui', 'core/base/a.cpp', '#include "ui/shell/mainwindow.h"\n', 1),
    ('arrows', 'core by path', 'core/base/a.cpp', '#include "../schema/table.h"\n', 1),
    ('arrows', 'feature to feature', 'ui/grid/a.cpp', '#include "ui/designer/page.h"\n', 1),
    ('arrows', 'feature to workspace', 'ui/grid/a.cpp', '#include "ui/workspace/rows.h"\n', 0),
    ('arrows', 'workspace to feature', 'ui/workspace/a.cpp', '#include "ui/grid/page.h"\n', 1),
    ('arrows', 'shell to feature', 'ui/shell/a.cpp', '#include "ui/grid/page.h"\n', 0),
    ('arrows', 'feature opens connections', 'ui/grid/a.cpp', '#include "joinery/connection/provider.h"\n', 1),
    ('libraries', 'sqlite3 outside', 'core/dialects/sqlite/a.cpp', '#include <sqlite3.h>\n', 1),
    ('libraries', 'sqlite3 at home', 'core/connection/native/a.cpp', '#include <sqlite3.h>\n', 0),
    ('libraries', 'QtSql outside', 'core/session/a.cpp', '#include <QSqlQuery>\n', 1),
    ('libraries', 'libpq outside', 'app/cli/a.cpp', '#include <libpq-fe.h>\n', 1),
    ('libraries', 'yaml outside', 'core/migration/a.cpp', '#include <yaml-cpp/yaml.h>\n', 1),
    ('libraries', 'widgets in core', 'core/data/a.cpp', '#include <QWidget>\n', 1),
    ('libraries', 'widgets in ui', 'ui/grid/a.cpp', '#include <QWidget>\n', 0),
    ('libraries', 'CLI11 in core', 'core/project/a.cpp', '#include <CLI/CLI.hpp>\n', 1),
    ('dialect_names', 'in a string', 'core/compare/a.cpp', 'if (name == u"sqlite"_s) {}\n', 1),
    ('dialect_names', 'in code', 'core/schema/a.h', 'bool isPostgres;\n', 1),
    ('dialect_names', 'in a comment', 'core/schema/a.h', 'bool b; // as MariaDB has it\n/* mysql */\n', 0),
    ('dialect_names', 'in a dialect', 'core/dialects/sqlite/a.cpp', 'auto s = u"sqlite"_s;\n', 0),
    ('dialect_names', 'after a quote in a string', 'core/db/a.cpp', 'auto s = u"a \\" // MySQL"_s;\n', 1),
    ('nodiscard', 'missing', 'core/base/a.h', 'Result<int> f();\n', 1),
    ('nodiscard', 'missing on a virtual', 'core/base/a.h', 'class A {\npublic:\n    virtual Result<QList<int>> f() const = 0;\n};\n', 1),
    ('nodiscard', 'missing on void', 'core/base/a.h', 'struct A {\n    static Result<> f(int a);\n};\n', 1),
    ('nodiscard', 'there', 'core/base/a.h', '[[nodiscard]] Result<int> f();\nclass A {\npublic:\n    [[nodiscard]] virtual Result<> g() = 0;\n};\n', 0),
    ('nodiscard', 'parameters and aliases', 'core/base/a.h', 'void f(Result<int> a, std::function<Result<>(int)> b);\nusing A = Result<int>;\n', 0),
    ('leftovers', 'note', 'core/base/a.cpp', '// TO' 'DO later\n', 1),
    ('leftovers', 'print', 'core/base/a.cpp', 'void f() { std::cout << 1; }\n', 1),
    ('leftovers', 'debug', 'core/base/a.cpp', 'void f() { qDebug() << 1; }\n', 1),
    ('leftovers', 'throw', 'core/base/a.cpp', 'void f() { throw 1; }\n', 1),
    ('leftovers', 'delete', 'ui/shell/a.cpp', 'void f(int *p) { delete p; }\n', 1),
    ('leftovers', 'deleted function', 'core/base/a.h', 'struct A { A(const A &) = delete; };\n', 0),
    ('leftovers', 'delete in SQL', 'core/base/a.cpp', 'auto s = u" delete from t"_s;\n', 0),
    ('leftovers', 'namespace', 'core/base/a.h', 'using namespace Qt::StringLiterals;\n', 1),
    ('leftovers', 'waiting', 'ui/grid/a.cpp', 'void f() { future.waitForFinished(); }\n', 1),
    ('sizes', 'long function', 'core/base/a.cpp', LONG, 1),
    ('sizes', 'function of 80', 'core/base/a.cpp', LONG.replace('    g();\n', '', 2), 0),
    ('sizes', 'rows of a test', 'tests/core/base/tst_a.cpp', LONG.replace('int f()', 'void A::f_data()'), 0),
    ('sizes', 'long file', 'core/base/a.cpp', '\n' * 601, 1),
    ('sizes', 'long header', 'core/base/a.h', '\n' * 301, 1),
    ('sizes', 'p95', 'core/base/a.cpp', 'int f()\n{\n' * 1 + ''.join('int f%d()\n{\n%s}\n' % (i, '    g();\n' * 45) for i in range(3))
     + 'int g() { return 1; }\n' * 20, 1),
    ('licences', 'core', 'core/base/a.cpp', CORE, 0),
    ('licences', 'none', 'core/base/a.cpp', 'int a;\n', 1),
    ('licences', 'of another folder', 'ui/shell/a.cpp', CORE, 1),
    ('licences', 'ui', 'ui/shell/a.cpp', UI, 0),
    ('licences', 'script', 'tests/a.py', '#!/usr/bin/env python3\n# SPDX-License-Identifier: MPL-2.0\n', 0),
    ('licences', 'script without', 'tests/a.py', '#!/usr/bin/env python3\n', 1),
    ('private_words', 'machine', 'docs/a.md', 'see /wo' 'rk/main\n', 1),
    ('private_words', 'system folders', 'docs/a.md', 'see /usr/sha' 're/doc and my-work/x\n', 0),
    ('private_words', 'neighbour', 'docs/a.md', 'see ../sha' 'red/corpus\n', 1),
    ('private_words', 'neighbour in tests', 'tests/a.py', 'see ../sha' 'red/corpus\n', 0),
    ('private_words', 'neighbour beyond the corpus', 'tests/a.py', 'see ../sha' 'red/design.md\n', 1),
    ('private_words', 'registry', 'dev', 'curl http://deb.' 'debian.org/x\n', 1),
    ('shell', 'broken', 'tool.sh', '#!/bin/bash\nset -e\nif true; then\n', 1),
    ('shell', 'goes on after errors', 'tool.sh', '#!/bin/bash\nfalse\ntrue\n', 1),
    ('shell', 'good', 'tool.sh', '#!/bin/bash\nset -euo pipefail\ntrue\n', 0),
]

PAIRS = [   # rules that look at several files
    ('own_header', 'first', {'core/base/a.h': '', 'core/base/a.cpp': '#include "joinery/base/a.h"\n#include <QList>\n'}, 0),
    ('own_header', 'late', {'core/base/a.h': '', 'core/base/a.cpp': '#include <QList>\n#include "joinery/base/a.h"\n'}, 1),
    ('mirror', 'no test', {'core/base/a.cpp': ''}, 1),
    ('mirror', 'test by name', {'core/base/a.cpp': '', 'tests/core/base/tst_a.cpp': ''}, 0),
    ('mirror', 'test of the folder above', {'core/base/x/a.cpp': '', 'tests/core/base/tst_b.cpp': ''}, 0),
    ('mirror', 'test of another folder', {'core/base/a.cpp': '', 'tests/core/db/tst_b.cpp': ''}, 1),
    ('mirror', 'test elsewhere', {'core/base/a.cpp': '', 'tests/core/db/tst_b.cpp': '#include "joinery/base/a.h"\n'}, 0),
]

FUNCTIONS = '''namespace a { class B { public: int one() const { return 1; } int m_x = 0; enum C { D, E }; };
B::B(int x)
    : m_x {x}
    , m_y(x)
{
    auto f = [] { return 1; };
}
const QList<int> table {1, 2};
auto lambda = [](int x) { return x; };
template<typename T> requires (sizeof(T) > 1)
int two(T t)
{
    if (t) { return '{'; }
    return u"}"_s;
}
}
'''


def findings(rule, files):
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            target = pathlib.Path(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding='utf8')
        return [str(f) for f in rules.RULES[rule](Tree(folder))]


def main():
    rules.print = lambda *args: None
    wrong, seen = [], set()
    for rule, what, files, want in [(r, w, {p: t}, n) for r, w, p, t, n in CASES] + PAIRS:
        found = findings(rule, files)
        seen |= {rule} if want else set()
        if len(found) != want:
            wrong.append('%s, %s: %d findings, expected %d %s' % (rule, what, len(found), want, found))
    wrong += ['%s: no bad snippet shows that it can fail' % r for r in rules.RULES if r not in seen]
    measured = [(f.line, f.lines) for f in functions(FUNCTIONS)]
    if measured != [(1, 1), (2, 6), (10, 6)]:
        wrong.append('functions are measured as %s' % measured)
    listed = pathlib.Path(__file__).with_name('CMakeLists.txt').read_text(encoding='utf8')
    wrong += ['%s: not in tests/lint/CMakeLists.txt' % r for r in rules.RULES if r not in listed.split('foreach(')[1].split(')')[0].split()]
    print('\n'.join(wrong) or '%d snippets' % (len(CASES) + len(PAIRS)))
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
