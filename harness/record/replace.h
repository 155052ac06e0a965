/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Files that are replaced whole. */
#ifndef AMDAHL_RECORD_REPLACE_H
#define AMDAHL_RECORD_REPLACE_H

#include "fault/fault.h"

#include <stddef.h>

/* Puts `bytes` bytes in place as DIRECTORY/NAME: written beside it as NAME.part, then renamed, so
 * that a reader finds the old file or the new one, whole. On failure the old one stands and
 * FAULT_SYSTEM says why. */
int replace_file(const char *directory, const char *name, const char *text, size_t bytes,
                 struct fault *fault);

/* Writes all of it unless the system refuses: gives the bytes written, with errno if they are
 * fewer. */
size_t replace_write_all(int fd, const char *text, size_t bytes);

#endif
