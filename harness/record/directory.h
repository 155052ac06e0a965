/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Directories that files are written into. */
#ifndef AMDAHL_RECORD_DIRECTORY_H
#define AMDAHL_RECORD_DIRECTORY_H

#include "fault/fault.h"

/* Makes the directory with its parents; one that is there stays as it is. `what` it is for, in the
 * fault: "run directory". FAULT_USAGE names the part that cannot be made, and why. */
int directory_make(const char *path, const char *what, struct fault *fault);

#endif
