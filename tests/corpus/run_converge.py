#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Runs the judge of ../shared/corpus over a set of cases with the built joinery, and holds its verdicts against a threshold.
usage: run_converge.py JOINERY CORPUS [--share PERCENT] [--only TEXT]... [--jobs N] FILE..."""
import argparse
import collections
import json
import pathlib
import subprocess
import sys

SKIPPED = 77                                    # ctest: SKIP_RETURN_CODE
GOOD = {'ok', 'decided'}
NEVER = {'rows_lost', 'values_changed', 'lost_unasked', 'crash'}


def why_not(args):
    if not (args.corpus / 'converge.py').is_file():
        return 'no cases beside this checkout (%s)' % args.corpus
    helped = subprocess.run([args.joinery, 'db', 'adopt', '--help'], capture_output=True, stdin=subprocess.DEVNULL, check=False)
    return '' if helped.returncode == 0 and b'adopt' in helped.stdout + helped.stderr else 'joinery has no "db adopt" yet'


def judged(args, only):
    done = subprocess.run([sys.executable, args.corpus / 'converge.py', '--json', '--joinery', args.joinery, '--dialect', 'sqlite',
                           '--jobs', str(args.jobs), '--only', only, *[args.corpus / f for f in args.files]],
                          capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    try:
        return json.loads(done.stdout)['cases']
    except (ValueError, KeyError):
        sys.exit('converge.py said no verdicts:\n' + done.stdout[-2000:] + done.stderr[-2000:])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('joinery')
    parser.add_argument('corpus', type=pathlib.Path)
    parser.add_argument('files', nargs='+')
    parser.add_argument('--share', type=float, default=100, help='percent of the cases that must be ok or decided')
    parser.add_argument('--only', action='append', help='cases whose name contains this; may be repeated')
    parser.add_argument('--jobs', type=int, default=2)
    args = parser.parse_args()
    if reason := why_not(args):
        print('skipped: ' + reason)
        return SKIPPED
    cases = {c['name']: c for only in args.only or [''] for c in judged(args, only)}
    for case in cases.values():
        if case['verdict'] not in GOOD:
            print('%(verdict)-16s %(name)s  %(note)s' % case)
    count = collections.Counter(c['verdict'] for c in cases.values())
    share = 100 * sum(count[v] for v in GOOD) / max(1, len(cases))
    print('%d cases, %.1f %% ok or decided (at least %g %%): %s' % (len(cases), share, args.share, dict(count)))
    return 1 if not cases or share < args.share or NEVER & set(count) else 0


if __name__ == '__main__':
    sys.exit(main())
