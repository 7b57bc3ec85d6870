#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""The classes that `joinery generate sqlmodel` wrote make tables, and by what these differ from the models is what the expected
file says: what SQLModel has no words for, and names by convention. With SQLModel where Python has it, otherwise with a
stand-in on SQLAlchemy.  usage: sqlmodel_tables.py JOINERY OUT EXPECTED ACTUAL    OUT is what models_of.py made; without an
EXPECTED file the tables are made and nothing is compared; what differs is written to ACTUAL, for update-goldens.sh"""
import os
import pathlib
import subprocess
import sys

SYSTEM_PYTHON = '/usr/bin/python3'  # Debian's packages are for this one

try:
    import sqlalchemy
except ImportError:
    if os.path.exists(SYSTEM_PYTHON) and os.environ.get('JOINERY_TEST_PYTHON') != SYSTEM_PYTHON:
        os.environ['JOINERY_TEST_PYTHON'] = SYSTEM_PYTHON
        os.execv(SYSTEM_PYTHON, [SYSTEM_PYTHON, '-B', *sys.argv])
    print('skipped: Python has no SQLAlchemy; ./dev setup installs python3-sqlalchemy')
    sys.exit(77)


def library():
    """The module that the classes are built on, and what to call it."""
    try:
        import sqlmodel
        return sqlmodel, 'SQLModel %s' % sqlmodel.__version__
    except ImportError:
        sys.path.insert(0, str(pathlib.Path(__file__).parent / 'stand_in'))
        import sqlmodel
        return sqlmodel, 'a stand-in for SQLModel, which is not installed'


def make_tables(out, database):
    sqlmodel, name = library()
    sys.path.insert(0, str(out / 'generated'))
    import models
    sqlalchemy.orm.configure_mappers()
    engine = sqlalchemy.create_engine('sqlite:///%s' % database)
    sqlmodel.SQLModel.metadata.create_all(engine)
    engine.dispose()
    classes = [c for c in vars(models).values() if isinstance(c, type) and hasattr(c, '__table__')]
    return len(classes), name


def main():
    joinery, out, expected, actual = sys.argv[1], *map(pathlib.Path, sys.argv[2:5])
    database = out / 'sqlmodel.db'
    database.unlink(missing_ok=True)
    count, name = make_tables(out, database)
    print('%d classes, by %s and SQLAlchemy %s' % (count, name, sqlalchemy.__version__))
    if not expected.exists():
        return 0
    done = subprocess.run([joinery, 'diff', 'sqlite:///%s' % database, str(out / 'project' / 'models')], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode not in (0, 3):
        sys.exit(done.stderr)
    if done.stdout != expected.read_text(encoding='utf8'):
        print('The tables differ from the models by\n%snot by what %s says.' % (done.stdout, expected))
        actual.parent.mkdir(parents=True, exist_ok=True)
        actual.write_text(done.stdout, encoding='utf8')
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())
