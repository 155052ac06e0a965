/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What stands for a sample's n and p in the words of a program: `{n}`, `{threads}` and `{p}`. Other
 * braces are the program's own, as awk's are. */
#ifndef AMDAHL_PLACEHOLDER_H
#define AMDAHL_PLACEHOLDER_H

#include "fault/fault.h"

#include <stdbool.h>

struct placeholder_use {
    bool n, p;
};

/* Adds to *use what stands in `text`, which messages call `what`: "--prepare". FAULT_USAGE for one
 * that was probably meant to be a placeholder, `{N}` or `{cores}`, with the right one. */
int placeholder_scan(const char *text, const char *what, struct placeholder_use *use,
                     struct fault *fault);

#endif
