#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""How long from the start of the process until the window is painted, seen from outside: an X server of its own, whose
screen is read every millisecond.  usage: window_start.py PROGRAMS [--json] [--rounds=N]

window_start       the workbench with nothing to open, against a QMainWindow with nothing in it
window_2000_tables the workbench with a database of 2,000 tables until their names stand in the tree, against the same window
"""
import ctypes
import json
import os
import pathlib
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

WINDOW, SURFACE = 0xf3f4f6, 0xffffff            # ColorToken::Window and ColorToken::Surface of the light theme
PAINTED = [(700, 500), (900, 650), (1100, 300)]  # inside the window, in the empty part of the start page
TREE = (40, 110, 240, 600)                       # where the names of tables stand: left, top, width, height


class Screen:
    """The pixels of an X display, by Xlib."""

    def __init__(self, display):
        x = self.x = ctypes.CDLL('libX11.so.6')
        x.XOpenDisplay.restype = x.XGetImage.restype = ctypes.c_void_p
        x.XDefaultRootWindow.restype = x.XGetPixel.restype = ctypes.c_ulong
        x.XGetImage.argtypes = [ctypes.c_void_p, ctypes.c_ulong] + [ctypes.c_int] * 2 + [ctypes.c_uint] * 2 + [ctypes.c_ulong, ctypes.c_int]
        x.XGetPixel.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
        x.XDestroyImage.argtypes = x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        self.display = x.XOpenDisplay(display.encode())
        if not self.display:
            sys.exit('cannot reach the display %s' % display)
        self.root = x.XDefaultRootWindow(self.display)

    def pixels(self, left, top, width, height, step=1):
        image = self.x.XGetImage(self.display, self.root, left, top, width, height, 0xffffffff, 2)
        found = [self.x.XGetPixel(image, i, j) & 0xffffff for j in range(0, height, step) for i in range(0, width, step)]
        self.x.XDestroyImage(image)
        return found


def until(seen, limit=20.0):
    begin = time.monotonic()
    while not seen():
        if time.monotonic() - begin > limit:
            sys.exit('nothing was painted within %d s' % limit)
        time.sleep(0.001)


def peak_mib(pid):
    for line in pathlib.Path('/proc/%d/status' % pid).read_text(encoding='ascii').splitlines():
        if line.startswith('VmHWM'):
            return int(line.split()[1]) / 1024
    return 0.0


def seconds(command, seen, screen, environment):
    until(lambda: all(p == 0 for p in screen.pixels(0, 0, 1300, 800, 97)))
    begin = time.monotonic()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        until(seen)
        took = time.monotonic() - begin
        peak = peak_mib(process.pid)
        process.send_signal(signal.SIGKILL)
    return took, peak


def report(name, ours, limit, as_json):
    own, bound = statistics.median(s for s, _ in ours), statistics.median(s for s, _ in limit)
    peak = max(p for _, p in ours)
    if as_json:
        print(json.dumps({'name': name, 'ours': own, 'limit': bound, 'ratio': own / bound, 'peak_mib': peak}))
    else:
        print('%-40s ours %9.4f s  limit %9.4f s  ratio %6.2f  peak %6.1f MiB' % (name, own, bound, own / bound, peak))


def many_tables(path):
    with sqlite3.connect(path) as db:
        for i in range(2000):
            db.execute('CREATE TABLE table_%04d (id INTEGER PRIMARY KEY, ' % i + ', '.join('c%d TEXT' % c for c in range(11)) + ')')


def main():
    programs = pathlib.Path(sys.argv[1])
    as_json = '--json' in sys.argv
    rounds = next((int(a[9:]) for a in sys.argv if a.startswith('--rounds=')), 9)
    with tempfile.TemporaryDirectory() as folder:
        read, write = os.pipe()
        with subprocess.Popen(['Xvfb', '-displayfd', str(write), '-screen', '0', '1400x900x24', '-nolisten', 'tcp'], pass_fds=[write],
                              stderr=subprocess.DEVNULL) as server:
            try:
                measure(read, write, programs, folder, rounds, as_json)
            finally:
                server.terminate()
    return 0


def measure(read, write, programs, folder, rounds, as_json):
    os.close(write)
    display = ':' + os.read(read, 16).decode().strip()
    environment = dict(os.environ, DISPLAY=display, QT_QPA_PLATFORM='xcb', XDG_RUNTIME_DIR=folder, QT_SCALE_FACTOR='1')
    screen = Screen(display)
    database = folder + '/many.db'
    many_tables(database)

    def painted():
        return all(screen.pixels(x, y, 1, 1)[0] == WINDOW for x, y in PAINTED)

    def listed():
        tree = screen.pixels(*TREE, 3)
        return tree.count(SURFACE) > len(tree) / 2 and len(tree) - tree.count(SURFACE) > len(tree) / 50

    workbench = [str(programs / 'joinery-workbench'), '--settings', folder + '/settings.ini']
    empty = [str(programs.parent / 'tests' / 'bin' / 'emptywindow')]
    start, tables, limit = [], [], []
    for _ in range(rounds):
        limit.append(seconds(empty, painted, screen, environment))
        start.append(seconds(workbench, painted, screen, environment))
        tables.append(seconds(workbench + [database], listed, screen, environment))
    report('window_start', start, limit, as_json)
    report('window_2000_tables', tables, limit, as_json)


if __name__ == '__main__':
    sys.exit(main())
