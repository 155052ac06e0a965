#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# race_named.sh TEST_WITH_TASKS: that ThreadSanitizer, which the program is built with, names the race of workloads/race.c.
set -u
report=$(TSAN_OPTIONS="${TSAN_OPTIONS-} halt_on_error=1" "$1" race 2>&1)
status=$?
if ((status == 0)); then
  echo "the race was not reported: exit status 0"
  exit 1
fi
for part in 'ThreadSanitizer: data race' 'race.c'; do
  if [[ $report != *"$part"* ]]; then
    echo "no '$part' in the report:"
    echo "$report"
    exit 1
  fi
done
