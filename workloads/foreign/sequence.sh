#!/bin/sh
# SPDX-License-Identifier: 0BSD
# SPDX-FileCopyrightText: the amdahl authors

# Sequential and synchronous, as a script is unless one asks for something else: each command waits for the one before
# it, through files and not through pipes, whose two ends would run at once.
#   sequence.sh [NUMBERS]
# prints one line: the length of the longest Collatz sequence that begins below NUMBERS, and a checksum of all lengths.
set -eu
export LC_ALL=C

numbers=${1-1500}
case $numbers in
  '' | 0* | *[!0-9]* | ???????*)
    echo "usage: sequence.sh [NUMBERS], from 1 to 999999" >&2
    exit 2
    ;;
esac

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

# In the shell itself.
longest=0
n=1
while [ "$n" -lt "$numbers" ]; do
  x=$n
  length=0
  while [ "$x" -ne 1 ]; do
    if [ $((x % 2)) -eq 0 ]; then
      x=$((x / 2))
    else
      x=$((3 * x + 1))
    fi
    length=$((length + 1))
  done
  if [ "$length" -gt "$longest" ]; then
    longest=$length
  fi
  echo "$length"
  n=$((n + 1))
done > "$scratch/lengths"

# In small commands, one after the other.
tr '\n' ' ' < "$scratch/lengths" > "$scratch/line"
tr -s ' ' '\n' < "$scratch/line" > "$scratch/again"
cmp "$scratch/lengths" "$scratch/again"
sum=$(cksum < "$scratch/again")
echo "longest $longest, sum ${sum%% *}"
