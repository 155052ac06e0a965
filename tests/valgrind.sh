#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# One test under valgrind: the wrapper of `meson test --setup=valgrind`. Exit: the test's own, 1 on an error of memory
# or a leak, 77 where there is a reason not to run it.
#   tests/valgrind.sh PROGRAM [ARGUMENT…]
set -euo pipefail

skip() {
  echo "skipped under valgrind: $1"
  exit 77
}

case ${1##*/} in
  *.sh) skip 'a shell script' ;;
  test_plan_work) skip 'arithmetic alone, and a minute of it' ;;
  interval_coverage | difference_coverage | fit_figures | test_model_strata_robust)
    skip 'arithmetic alone, and a minute of it; others run the same code' ;;
  test_program_launch | test_program_program | test_program_serial) skip 'valgrind knows no pidfd_open' ;;
  test_trial_in_flight | test_trial_errands) skip 'tasks have stacks of their own, between which valgrind loses its way' ;;
  test_trial_roles) skip 'its threads take turns there, so that none ever waits for a lock' ;;
  test_charts_gnuplot) skip 'it looks for the words of a failed exec, which valgrind swallows' ;;
esac
command -v valgrind > /dev/null || skip 'valgrind is not installed; tools/install-packages more installs it'

exec valgrind --quiet --error-exitcode=1 --leak-check=full \
  --suppressions="$(dirname "${BASH_SOURCE[0]}")/valgrind.supp" "$@"
