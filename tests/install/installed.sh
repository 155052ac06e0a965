#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# What `meson install` left, wherever it was moved to: all of it, nothing else, and it works.
#   tests/install/installed.sh PREFIX/bin/amdahl
# shellcheck source=../end_to_end/lib.sh
source "$(dirname "$0")/../end_to_end/lib.sh"
prefix=${amdahl%/bin/amdahl}

(cd "$prefix" && find . ! -type d | sed 's,^[.]/,,' | sort) > files
wanted=(bin/amdahl include/amdahl/workload.h include/amdahl/workload_tasks.h include/amdahl/workload_wait.h 'lib/([^/]*/)?pkgconfig/amdahl[.]pc' share/doc/amdahl/LICENSE
  'share/doc/amdahl/README[.]md' 'share/doc/amdahl/CHANGELOG[.]md' 'share/doc/amdahl/docs/[a-z_]+[.]md'
  'share/doc/amdahl/docs/laws/[a-z_]+[.]svg' 'share/doc/amdahl/docs/concepts/[a-z]+-[a-z]+[.]svg'
  'share/doc/amdahl/docs/concepts/[a-z]+[.]csv')
for name in "${wanted[@]}"; do
  is "$name is not installed" grep -qxE "$name" files
done
same "what else is installed" "$(grep -vxE "$(IFS='|' && echo "${wanted[*]}")" files)" ""

run 0 "$amdahl" list
holds out spin matmul
run 0 "$amdahl" topology
holds out PUs
echo '{"unit_s": 2e-8}' > script.json
run 0 "$amdahl" sweep spin -p 0.5,1 --engine scripted --script script.json --synthetic "core:8 pu:1" --rounds 12 --out run
is "no summary" test -s run/summary.csv
if command -v gnuplot > /dev/null; then
  is "no chart" test -s run/charts/speedup.png
  is "no chart" test -s run/charts/speedup.svg
  run 0 "$amdahl" plot run --format terminal
fi

# A workload's file outside the tree, in both languages that the header promises.
PKG_CONFIG_PATH=$(dirname "$(find "$prefix/lib" -name amdahl.pc)")
export PKG_CONFIG_PATH
flags=$(pkg-config --cflags amdahl)
abi=$(pkg-config --variable=abi amdahl)
same "the version of the package" "amdahl $(pkg-config --modversion amdahl)" "$("$amdahl" --version | head -n 1 | cut -d ' ' -f 1,2)"
cat > own.c << 'END'
#include <workload.h>
#ifndef __cplusplus
#define static_assert _Static_assert
#endif
static_assert(WORKLOAD_ABI == ABI, "amdahl.pc tells another abi than workload.h");
extern const struct workload workload_own;
END
cp own.c own.cc
# shellcheck disable=SC2317 # run calls it
compile() {
  # pkg-config quotes for the shell.
  eval "$1 -Wall -Wextra -Wpedantic -Werror '-DABI=$abi' $flags -c $2 -o own.o"
}
run 0 compile "${CC:-cc} -std=c17" own.c
run 0 compile "${CXX:-c++} -std=c++17" own.cc

# A workload of one's own: from the program's template, compiled by the program, which brings its header along; and as a
# library that was built with the installed header.
small=(--rounds 6 --min-time 200us -p "0.5,1" -q)
run 0 "$amdahl" new mine
run 0 "$amdahl" sweep ./mine.c "${small[@]}" --out run-compiled
is "no summary of ./mine.c" grep -q "^mine," run-compiled/summary.csv
# shellcheck disable=SC2317 # run calls it
link() {
  eval "${CC:-cc} $flags -fPIC -shared -o mine.so mine.c"
}
run 0 link
run 0 "$amdahl" list --load mine.so
holds out "mine " "from: mine.so"
run 0 "$amdahl" sweep --load mine.so "${small[@]}" --out run-loaded
is "no summary of mine.so" grep -q "^mine," run-loaded/summary.csv
finish
