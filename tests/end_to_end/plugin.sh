#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# Workloads from outside the tree: a file that is compiled, a library that is loaded, and what goes wrong with them.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"
header_directory=$(realpath "$here/../../harness/public")
subjects=$(realpath "$here/../plugin")
compiler=${CC:-cc}
small=(--rounds 6 --min-time 200us -p "0.5,1" -q)
# What is compiled stands there and nowhere else, and is gone when the program ends.
mkdir scratch
export TMPDIR="$work/scratch"

# of RUN WORKLOAD KEY: a value of run.json.
of() {
  jq -r --arg name "$2" ".workloads[] | select(.name == \$name) | .$3" "$1/run.json"
}

# swept RUN WORKLOAD…: each of them has its rows, of every epoch, and nothing went wrong.
swept() {
  local run=$1 name
  shift
  for name in "$@"; do
    is "no summary of $name in $run" grep -q "^$name," "$run/summary.csv"
    same "rounds of $name in $run" "$(paste -d, <(csv_column "$run/samples.csv" workload) <(csv_column "$run/samples.csv" round) |
      grep "^$name," | sort -u | wc -l)" 6
    same "broken samples of $name in $run" "$(paste -d, <(csv_column "$run/samples.csv" workload) <(csv_column "$run/samples.csv" valid) \
      <(csv_column "$run/samples.csv" cause) | grep -c "^$name,[^,]*,\(crashed\|wrong\)")" 0
    same "failures of $name in $run" "$(of "$run" "$name" failures)" 0
  done
}

nothing_left() {
  same "what is left beneath TMPDIR" "$(ls -A scratch)" ""
}

# refused STATUS TEXT… -- ARGUMENT…: one sentence, and nothing is measured or left.
refused() {
  local status=$1 texts=()
  shift
  while [[ $1 != -- ]]; do
    texts+=("$1")
    shift
  done
  shift
  run "$status" "$amdahl" "$@"
  one_sentence
  holds err "${texts[@]}"
  is "'$*' measured something" test ! -e results
  nothing_left
}

# A new workload: the file compiles and runs as it is, by the command that is printed.
run 0 "$amdahl" new my-own
holds out "my-own.c" "  amdahl sweep ./my-own.c"
is "the template has more than 40 lines" test "$(wc -l < my-own.c)" -le 40
is "a line of the template is too long" bash -c '! grep -q "^.\{101\}" my-own.c'
holds my-own.c "SPDX-License-Identifier: 0BSD" "workload_my_own" '"my-own"'
is "a mark is left in the template" bash -c '! grep -q "@" my-own.c'
read -r _ command operand < <(tail -n 1 out)
run 0 "$amdahl" "$command" "$operand" "${small[@]}" --out run-own
swept run-own my-own
same "its source" "$(of run-own my-own source)" ./my-own.c
is "its command" grep -q " -shared .*/my-own[.]so ./my-own[.]c" <(of run-own my-own compile_command)
same "what the compiler said" "$(cat err)" ""
nothing_left
cp my-own.c before.c
refused 2 "my-own.c is there already, and is left as it is" -- new my-own
refused 2 "my-own.c is there already" -- new ./my-own.c
is "new wrote over a file" cmp my-own.c before.c
refused 2 "cannot write none/mine.c: No such file" -- new none/mine
mkdir below
run 0 "$amdahl" new below/other.c
holds out "  amdahl sweep below/other.c"
is "below/other.c has not the workload of its name" grep -q '"other"' below/other.c

# Its check can fail.
sed 's/workload_my_own/workload_wrong/; s/"my-own"/"wrong"/; s/x = FACTOR [*] x + 1;/x = FACTOR * x + 3;/' my-own.c > wrong.c
run 1 "$amdahl" sweep ./wrong.c "${small[@]}" --out run-wrong
holds err "'wrong' at p = " "wrong result: " "units have another sum"
nothing_left

# The least that one can write.
is "the minimal workload has more than 15 lines" test "$(wc -l < "$subjects/minimal.c")" -le 15
run 0 "$amdahl" sweep "$subjects/minimal.c" "${small[@]}" --out run-minimal
swept run-minimal minimal

# The compiler's own words, then one sentence.
printf '#include <workload.h>\nint x = ;\n' > broken.c
run 2 "$amdahl" sweep ./broken.c
holds err "./broken.c:2:" "error"
is "what it comes to is not the last line" grep -q \
  "^amdahl: cannot compile ./broken.c: [^ ]* ended with status 1; its messages stand above$" <(tail -n 1 err)
same "stdout beside a file that does not compile" "$(cat out)" ""
nothing_left

# Another compiler, with words of its own; other flags in place of the build's.
printf '#ifndef WANTED\n#error "not wanted"\n#endif\n' | cat - my-own.c > flagged.c
sed -i 's/workload_my_own/workload_flagged/; s/"my-own"/"flagged"/' flagged.c
run 2 "$amdahl" sweep ./flagged.c
holds err "not wanted"
run 0 env CC="$compiler  -DWANTED " "$amdahl" sweep ./flagged.c --dry-run -q
run 0 env CFLAGS="-O1 -DWANTED" "$amdahl" sweep ./flagged.c "${small[@]}" --out run-flagged
is "the build's flags stand beside CFLAGS" grep -q -- " -O1 -DWANTED -fPIC " <(of run-flagged flagged compile_command)
export CC=no-such-compiler
refused 1 "cannot compile ./my-own.c with 'no-such-compiler'" "in CC: No such file" -- sweep ./my-own.c
export CC=$compiler

# A signal while something is compiled ends the compiler, and leaves nothing.
cat > slow-compiler << 'END'
#!/bin/sh
echo $$ > compiler.pid
exec sleep 60
END
chmod +x slow-compiler
CC=./slow-compiler "$amdahl" sweep ./my-own.c > out 2> err < /dev/null &
program=$!
for _ in $(seq 600); do
  [[ -s compiler.pid ]] && break
  sleep 0.1
done
kill -TERM "$program"
wait "$program"
same "the status after a signal while compiling" "$?" 143
is "the compiler was left running" test ! -e "/proc/$(cat compiler.pid)"
nothing_left

# Words that are none of a workload's.
refused 2 "'my-own.c' is not a workload; a file has a '/' in its name: ./my-own.c" -- sweep my-own.c
refused 2 "cannot read ./nowhere.c: No such file" -- sweep ./nowhere.c
refused 2 "'./nowhere.so' cannot be read: No such file" -- sweep ./nowhere.so
refused 2 "'./err' is neither the source of a workload (.c, .cc, .cpp) nor a library (.so)" -- sweep ./err
refused 2 "the workload './my-own.c' was named twice" -- sweep ./my-own.c ./my-own.c
cp my-own.c below/
refused 2 "./my-own.c and below/my-own.c both have a workload 'my-own'" -- sweep ./my-own.c below/my-own.c

# Libraries built before, in C and in C++, beside one another and beside what is built in.
build() {
  # shellcheck disable=SC2086 # several words
  run 0 $1 -fPIC -shared -I"$header_directory" -o "$2" "$3"
}
build "$compiler -std=c17" my-own.so my-own.c
cat > of-classes.cpp << 'END'
#include <cstdint>
#include <cstdio>
#include <numeric>
#include <vector>
#include <workload.h>

namespace {
struct memory {
    std::vector<std::uint64_t> numbers = std::vector<std::uint64_t>(1000);
    memory() { std::iota(numbers.begin(), numbers.end(), 1); }
};
int set_up(void *, unsigned, void **state, char *, std::size_t) {
    *state = new memory;
    return 0;
}
void tear_down(void *state) { delete static_cast<memory *>(state); }
std::uint64_t run(void *state, std::uint64_t, std::uint64_t count) {
    const auto &numbers = static_cast<memory *>(state)->numbers;
    std::uint64_t sum = 0;
    for (; count > 0; count--) {
        const std::uint64_t *volatile hidden = numbers.data();
        sum += std::accumulate(hidden + 0, hidden + numbers.size(), std::uint64_t{0});
    }
    return sum;
}
int check(void *, const workload_sample *sample, std::uint64_t sum, char *why, std::size_t bytes) {
    std::snprintf(why, bytes, "another sum");
    return sum == (sample->serial_units + sample->parallel_units) * 500500 ? 0 : -1;
}
workload describe() {
    workload own{};
    own.abi = WORKLOAD_ABI;
    own.name = "of-classes";
    own.summary = "adds the numbers of a vector";
    own.stresses = "private caches";
    own.setup = set_up;
    own.run = run;
    own.check = check;
    own.teardown = tear_down;
    return own;
}
} // namespace
extern "C" const workload workload_of_classes = describe();
END
build "${CXX:-c++} -std=c++17" of-classes.so of-classes.cpp
run 0 "$amdahl" sweep --load my-own.so --load ./of-classes.so "${small[@]}" --out run-loaded
swept run-loaded my-own of-classes
same "what is measured where nothing is named" "$(csv_column run-loaded/samples.csv workload | sort -u | paste -sd ' ')" "my-own of-classes"
same "the library's source" "$(of run-loaded my-own source)" my-own.so
same "the library's command" "$(of run-loaded my-own compile_command)" null
run 0 "$amdahl" sweep of-classes spin ./my-own.so --load of-classes.so "${small[@]}" --out run-beside
swept run-beside of-classes spin my-own
same "the source of what is built in" "$(of run-beside spin source)" null
run 0 "$amdahl" sweep ./of-classes.cpp "${small[@]}" --out run-classes
swept run-classes of-classes
run 0 "$amdahl" sweep spin --load of-classes.so "${small[@]}" --out run-spin
same "what is measured where something else is named" "$(csv_column run-spin/samples.csv workload | sort -u)" spin
refused 2 "'of-clases' is not a workload (did you mean of-classes?)" -- sweep of-clases --load of-classes.so

# In Fortran, behind a few lines of C: docs/workloads.md.
if command -v gfortran > /dev/null; then
  page=$here/../../docs/workloads.md
  awk '/^```fortran$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$page" > run.f90
  awk "/^cat > tiny.c/ { inside = 1; next } /^END\$/ { inside = 0 } inside" "$page" |
    sed '/^static uint64_t run/,/^}/d; s/\.run = run/.run = fortran_run/
      1a uint64_t fortran_run(void *state, uint64_t first, uint64_t count);' > tiny.c
  run 0 gfortran -O2 -fPIC -c run.f90
  run 0 "$compiler" -O2 -fPIC -I"$header_directory" -c tiny.c
  run 0 gfortran -shared -o tiny.so tiny.o run.o
  run 0 "$amdahl" sweep --load ./tiny.so "${small[@]}" --out fortran
  swept fortran tiny
else
  echo "fortran: not tested, there is no gfortran"
fi

# They are listed with those built in.
run 0 "$amdahl" list --load of-classes.so --load ./my-own.c
holds out "spin " "of-classes" "from: of-classes.so" "adds the numbers of a vector" "my-own" "from: ./my-own.c"
run 0 "$amdahl" list --json --load of-classes.so
same "the source in the list" "$(jq -r '.workloads[] | select(.name == "of-classes") | .source' out)" of-classes.so
same "the source of spin in the list" "$(jq -r '.workloads[] | select(.name == "spin") | .source' out)" null
refused 2 "'nowhere.so' cannot be read: No such file" -- list --load nowhere.so

# A name that this program has already; one that two files have; one that is not the file's.
sed 's/workload_my_own/workload_spin/; s/"my-own"/"spin"/' my-own.c > spin.c
refused 2 "'./spin.c' has the workload 'spin', and so has this program" -- sweep ./spin.c
refused 2 "my-own.so and ./my-own.c both have a workload 'my-own'" -- sweep ./my-own.c --load my-own.so --load ./my-own.c
cp my-own.so misnamed.so
refused 2 "'misnamed.so' defines no \`workload_misnamed\`" -- sweep --load misnamed.so
cp my-own.c misnamed.so
refused 2 "'misnamed.so' cannot be loaded: " -- sweep --load misnamed.so

# Another version of the header: told before anything else of it is looked at.
printf 'const unsigned workload_old = 2;\n' > old.c
refused 2 "'./old.c' was built for version 2 of workload.h, this program has version " "pkg-config --cflags amdahl" -- \
  sweep ./old.c

# One that crashes while it is loaded crashes nobody else.
printf '#include <stdlib.h>\n__attribute__((constructor)) static void at_once(void) { abort(); }\n' | cat - my-own.c > dies.c
refused 1 "'./dies.c' crashed while it was loaded: SIGABRT" -- sweep ./dies.c spin

nothing_left
finish
