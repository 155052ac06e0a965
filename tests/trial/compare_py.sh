#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors
#
# compare_py.sh WRITE_BENCHMARK_JSON: google-benchmark's own compare.py reads two of our files, its U
# test included. The places are Debian's; COMPARE_PY and PYTHON name others.
set -eu

writer=$1
compare=${COMPARE_PY:-/usr/share/benchmark/compare.py}
python=${PYTHON:-/usr/bin/python3}

skip() {
    echo "skipped: $1"
    exit 77
}
fail() {
    echo "failed: $1, in:"
    cat "$directory/report"
    exit 1
}

[ -f "$compare" ] || skip "no $compare (package libbenchmark-tools)"
"$python" -c 'import scipy, numpy' 2>/dev/null || skip "$python has no scipy"

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
"$writer" "$directory/before.json" 1
"$writer" "$directory/after.json" 1.5

"$python" -B "$compare" --no-color benchmarks "$directory/before.json" "$directory/after.json" \
    >"$directory/report" 2>&1 || fail "compare.py refused the files"

for n in 1 2; do
    name="spin/threads/spread/p:1/n:$n"
    [ "$(grep -c "^$name  *+0\.50" "$directory/report")" -eq 12 ] || fail "not 12 rounds of $name at +50 %"
    grep -q "^${name}_pvalue  *0\.0000  *0\.0000  *U Test, Repetitions: 12 vs 12\$" "$directory/report" ||
        fail "no U test of $name"
done
grep -q "^OVERALL_GEOMEAN  *+0\.50" "$directory/report" || fail "no overall figure"
echo "compare.py read both files: 2 benchmarks, 12 repetitions each, U test included"
