#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Checks the rules of CONTRIBUTING.md.  usage: lint.py [RULE...] [--root DIR] [--list]"""
import argparse
import pathlib
import sys

import rules
from tree import Tree


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('rules', nargs='*', metavar='RULE', choices=[[], *rules.RULES])
    parser.add_argument('--root', default=pathlib.Path(__file__).resolve().parents[2])
    parser.add_argument('--list', action='store_true', help='name the rules and stop')
    args = parser.parse_args()
    if args.list:
        for name, rule in rules.RULES.items():
            print('%-14s %s' % (name, rule.__doc__))
        return 0
    tree, failed = Tree(args.root), 0
    for name in args.rules or rules.RULES:
        found = list(rules.RULES[name](tree))
        for finding in found:
            print('%s [%s]' % (finding, name))
        if found:
            print('%s: %s' % (name, rules.RULES[name].__doc__))
        failed += len(found)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
