/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Measurements from files that other tools wrote, or that a person did: one reader a format, found
 * by the file's content. */
#ifndef AMDAHL_IMPORT_H
#define AMDAHL_IMPORT_H

#include "fault/fault.h"
#include "wire/measured.h"

/* What a file does not say. */
struct import_request {
    const char *path;    /* "-": standard input */
    const char *scaling; /* "strong", "weak", "throughput"; NULL: as the file says, else strong, or
                          * throughput for google-benchmark's threads, each of which runs the whole
                          * body */
};

/* Reads the file, a group for each series in it, in the order in which they first appear; every
 * value is above 0 and finite, every group has a row. The work of a time is that of its column
 * `work`, or of p where there is one; without either it is 1, n for throughput, and n for weak
 * scaling, where all work is then taken to grow, and the group says so. `ret_format`, not NULL,
 * takes the format's name, a literal: "CSV", "hyperfine JSON". docs/laws.md lists the formats.
 * FAULT_INPUT names file, line or key, what stands there and what was expected: a file that cannot
 * be read, of no format that is known, without a count of cores or a quantity, with a row that is
 * torn or no number (a missing value is an empty cell or NA), or with work that grows with n while
 * nothing says of what scaling. FAULT_USAGE: a scaling that contradicts the file. The caller
 * releases *ret_measured. Any thread, each with a file of its own. */
int import_read(const struct import_request *request, struct measured *ret_measured,
                const char **ret_format, struct fault *fault);

#endif
