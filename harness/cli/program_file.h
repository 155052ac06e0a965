/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The file behind a program's name. */
#ifndef AMDAHL_PROGRAM_FILE_H
#define AMDAHL_PROGRAM_FILE_H

#include "fault/fault.h"

#include <stddef.h>

/* The executable that `name` runs: one with a '/' as it stands, another one by PATH. FAULT_USAGE,
 * and nothing written, where there is none, with what to do instead. */
int program_file_find(const char *name, char *path, size_t bytes, struct fault *fault);

#endif
