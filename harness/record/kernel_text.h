/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The kernel's small text files, below a root directory. */
#ifndef AMDAHL_RECORD_KERNEL_TEXT_H
#define AMDAHL_RECORD_KERNEL_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Opens ROOT/PATH to read; NULL if it is not there. The caller closes. */
FILE *kernel_text_open(const char *root, const char *path);
/* The first line without its newline, cut to `bytes`; false, and "", if there is none. */
bool kernel_text_line(const char *root, const char *path, char *text, size_t bytes);
/* What stands after "KEY" and blanks or a colon on the first line that begins with it. */
bool kernel_text_value(const char *root, const char *path, const char *key, char *text,
                       size_t bytes);

#endif
