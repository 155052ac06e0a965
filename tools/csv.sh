# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors
# shellcheck shell=bash

# For the scripts that read a run directory: `source csv.sh`.

# column FILE NAME…: the named columns of a CSV file without quoted commas, tab-separated. Fails where one is missing.
column() {
  local file=$1
  shift
  awk -F, -v wanted="$*" 'BEGIN { count = split(wanted, name, " ") }
    /^#/ { next }
    !seen {
      for (i = 1; i <= NF; i++) at[$i] = i
      for (i = 1; i <= count; i++) if (!(name[i] in at)) {
        print FILENAME ": no column " name[i] > "/dev/stderr"
        exit 1
      }
      seen = 1
      next
    }
    { for (i = 1; i <= count; i++) printf "%s%s", $at[name[i]], i < count ? "\t" : "\n" }' "$file"
}
