/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A directory that is this process's own and gone at the end: where files are compiled. */
#ifndef AMDAHL_PRIVATE_DIR_H
#define AMDAHL_PRIVATE_DIR_H

#include "fault/fault.h"

enum { PRIVATE_DIR_BYTES = 256 };

struct private_dir {
    char path[PRIVATE_DIR_BYTES]; /* absolute; "": not made */
};

/* Makes it beneath $TMPDIR, or /tmp, for the user alone; does nothing where it is made already.
 * FAULT_SYSTEM names the place. */
int private_dir_make(struct private_dir *dir, struct fault *fault);
/* Removes it with all that is in it. Does nothing where it is not made. */
void private_dir_remove(struct private_dir *dir);

#endif
