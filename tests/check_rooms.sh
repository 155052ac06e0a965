#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# Holds the table of docs/architecture.md against the #include lines, and the rules that go with it: one C++ file,
# licence banners, lengths.
#   tests/check_rooms.sh [ROOT]
set -euo pipefail
export LC_ALL=C
cd "${1:-"$(dirname "${BASH_SOURCE[0]}")/.."}"

sources=() text=()
while IFS= read -r -d '' file; do
  sources+=("$file")
done < <(find harness workloads tests -name '*.[ch]' -print0 -o -name '*.cc' -print0 -o -name '*.cpp' -print0 \
  -o -name '*.cxx' -print0 -o -name '*.hpp' -print0 -o -name '*.c.in' -print0)
# Whatever else is ours and has comments.
while IFS= read -r -d '' file; do
  text+=("$file")
done < <(find harness workloads tests plots tools .ci meson.build \( -name meson.build -o -name '*.sh' \
  -o -name '*.gp' -o -name '*.py' -o -path 'tools/*' -type f -o -path '.ci/*' -type f \
  -o -name '*.go' -o -name '*.js' \) \
  -not -name '*.md' -not -name '*.csv' -not -name '*.txt' -not -name '*.pyc' -print0)

checks=0 broken=0
complain() {
  echo "$1" >&2
  broken=$((broken + 1))
}

# forbid PATTERN WHY FILE…: no file includes a header whose path matches PATTERN from its beginning.
forbid() {
  local pattern=$1 why=$2 line
  shift 2
  checks=$((checks + 1))
  if (($# == 0)); then
    echo "no file yet for the rule: $why"
    return
  fi
  while IFS= read -r line; do
    complain "$line: $why"
  done < <(grep -nHE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]($pattern)" "$@" || true)
}

# allow PATTERN WHY FILE…: no file includes a header whose path does not match PATTERN as a whole.
allow() {
  local pattern=$1 why=$2 file line
  shift 2
  checks=$((checks + 1))
  if (($# == 0)); then
    echo "no file yet for the rule: $why"
    return
  fi
  for file in "$@"; do
    while IFS= read -r line; do
      complain "$file:$line: $why"
    done < <(grep -nE '^[[:space:]]*#[[:space:]]*include' "$file" |
      grep -vE "include[[:space:]]*[<\"]($pattern)[>\"]" || true)
  done
}

# Headers whose absence the table asks for. GSL's own headers and the C library's are anybody's.
threads='pthread\.h|threads\.h|sched\.h|omp\.h|team/|tasks/'
hwloc='hwloc'
csv='csv\.h'
clocks='time\.h|sys/time\.h|team/clock\.h'
# The C library's, by ISO C17, without its threads.
c_library='assert|complex|ctype|errno|fenv|float|inttypes|iso646|limits|locale|math|setjmp|signal|stdalign|stdarg'
c_library="($c_library|stdatomic|stdbool|stddef|stdint|stdio|stdlib|stdnoreturn|string|tgmath|time|uchar|wchar|wctype)"'\.h'

# in_room ROOM…: the files of rooms, into `files`.
in_room() {
  local file room
  files=()
  for file in "${sources[@]}"; do
    for room in "$@"; do
      [[ $file != "$room"/* ]] || files+=("$file")
    done
  done
}
# everywhere_but ROOM: the files of harness/ and workloads/ outside ROOM, into `files`.
everywhere_but() {
  local file
  files=()
  for file in "${sources[@]}"; do
    [[ $file == "$1"/* || $file == tests/* ]] || files+=("$file")
  done
}

everywhere_but harness/place
forbid "$hwloc" 'only place/ includes hwloc' "${files[@]}"
in_room harness/place
forbid "$csv|$clocks" 'place/ knows no clocks and no CSV' "${files[@]}"
in_room harness/plan
forbid "$threads|$hwloc|$csv" 'plan/ knows no threads, hwloc or CSV' "${files[@]}"
in_room harness/stats harness/model
forbid "$threads|$hwloc|$csv" 'stats/ and model/ know no threads, hwloc or CSV' "${files[@]}"
in_room harness/stats
forbid 'model/|explain/' 'stats/ does not know the laws' "${files[@]}"
in_room harness/record harness/sweep
forbid "$threads|$hwloc" 'record/ and sweep/ know no threads and no hwloc' "${files[@]}"
in_room harness/import
forbid "$threads|$hwloc|gsl/|(cli|sweep|plan|place|program|trial|record|stats|model|explain|charts|doctor)/" \
  'import/ knows wire, fault and the parsers: no threads, no run directory, no statistics' "${files[@]}"
in_room harness/explain
forbid "$threads" 'explain/ knows no threads' "${files[@]}"
in_room harness/team
forbid "$csv|stats/" 'team/ knows no CSV and no statistics' "${files[@]}"
in_room harness/tasks
forbid "$csv|$hwloc|(place|program|trial|plan|record|stats|model|import|explain|charts|doctor|sweep|cli|wire)/|gsl/" \
  'tasks/ knows team, fault and the public headers: no CSV, no statistics, no hwloc' "${files[@]}"
in_room harness/program
forbid "$csv|$hwloc|(team|tasks|trial|plan|stats|model|explain|charts|sweep|cli)/|record/([^c]|c[^p]|cpu_[^t])" \
  "program/ knows place, wire, fault and record/'s facts of the kernel: no team, no CSV, no statistics" "${files[@]}"
in_room harness/trial
forbid 'model/' 'trial/ knows no models' "${files[@]}"
in_room harness/charts
forbid "$threads|$hwloc|plan/|sweep/" 'charts/ knows no threads, no hwloc, no plan and no sweep' "${files[@]}"
in_room harness/doctor
allow "$c_library|(record/(cpu_list|cpu_ticks|kernel_text|machine)|doctor/[a-z_]+|fault/[a-z_]+)\.h" \
  'doctor/ knows facts of record/, fault/ and the C library only' "${files[@]}"
in_room harness/wire
allow "$c_library|(wire|fault)/[a-z_]+\.h" 'wire/ knows fault/ and the C library only' "${files[@]}"
in_room harness/fault
allow "$c_library|fault/[a-z_]+\.h" 'fault/ knows the C library only' "${files[@]}"

# workloads/ are a stranger's files: what they include, a stranger must have. The programs in workloads/foreign/ are no
# workloads of ours but whole programs of other kinds, with the threads and clocks of their own languages.
in_room workloads
of_ours=()
for file in "${files[@]}"; do
  [[ $file == workloads/foreign/* ]] || of_ours+=("$file")
done
files=("${of_ours[@]}")
checks=$((checks + 1))
for file in "${files[@]}"; do
  while IFS= read -r header; do
    case "$file $header" in
      *.c\ workload.h | *.c\ workload_tasks.h | workloads/table.c.in\ workload_table.h) ;;
      workloads/request.c\ request_server.h) ;; # a part of it, for its length
      *) complain "$file includes \"$header\": of ours a workload includes workload.h only" ;;
    esac
  done < <(sed -nE 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*"([^"]*)".*/\1/p' "$file")
done
forbid '(pthread|threads|sched|time|sys/time)\.h' 'a workload makes no threads and reads no clock' "${files[@]}"

checks=$((checks + 1))
cpp=()
for file in "${sources[@]}"; do
  case $file in *.cc | *.cpp | *.cxx | *.hpp) cpp+=("$file") ;; esac
done
[[ ${#cpp[@]} -eq 1 ]] || complain "all C++ is in exactly one file, but there are ${#cpp[@]}: ${cpp[*]-}"

# What a workload includes is 0BSD, so that it may have any licence; here it is 0BSD or ours. The table of workloads
# is the harness's own.
checks=$((checks + 1))
owner=$'\n[^[:alnum:]]*SPDX-FileCopyrightText: '
for file in "${sources[@]}" "${text[@]}"; do
  case $file in
    harness/public/workload_table.h) licence=GPL-3.0-or-later ;;
    harness/public/*) licence=0BSD ;;
    workloads/foreign/meson.build) licence=GPL-3.0-or-later ;;
    workloads/*.c | workloads/foreign/*) licence='(0BSD|GPL-3.0-or-later)' ;;
    *) licence=GPL-3.0-or-later ;;
  esac
  if [[ $file == */meson.build && $(wc -l < "$file") -lt 4 ]]; then
    continue # a bare list of files
  fi
  banner=$(head -n 3 "$file")
  [[ $banner =~ "SPDX-License-Identifier: "$licence$owner ]] ||
    complain "$file: its first lines lack the SPDX banner of two lines for $licence"
done

checks=$((checks + 1))
for file in "${sources[@]}"; do
  lines=$(wc -l < "$file")
  if ((lines > 400)); then
    complain "$file: $lines lines, more than 400: split it"
  elif ((lines > 300)); then
    echo "$file: $lines lines, over the budget of 300"
  fi
done

echo "$((${#sources[@]} + ${#text[@]})) files, $checks rules, $broken broken"
((broken == 0))
