/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The file behind a program's name. */
#ifndef AMDAHL_EXECUTABLE_H
#define AMDAHL_EXECUTABLE_H

#include "fault/fault.h"

#include <stddef.h>

/* The file that `name` runs: one with a '/' as it stands, another one by PATH. FAULT_USAGE, and
 * nothing written, where there is none that may be executed. Any thread. */
int executable_find(const char *name, char *ret_path, size_t bytes, struct fault *fault);

#endif
