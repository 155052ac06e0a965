/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/private_dir.h"

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int private_dir_make(struct private_dir *dir, struct fault *fault) {
    const char *parent = getenv("TMPDIR");
    char whole[PATH_MAX], path[PATH_MAX + 32];
    if (dir->path[0] != '\0')
        return 0;
    if (parent == NULL || parent[0] == '\0')
        parent = "/tmp";
    /* The measuring process finds it too, wherever it is. */
    if (realpath(parent, whole) == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno,
                         "cannot make a directory beneath %.200s to compile in: set TMPDIR to one "
                         "that is there",
                         parent);
    snprintf(path, sizeof path, "%s/amdahl-XXXXXX", whole);
    if (strlen(path) >= sizeof dir->path)
        return fault_set(fault, FAULT_SYSTEM, ENAMETOOLONG,
                         "cannot compile beneath %.200s: set TMPDIR to a shorter path", whole);
    if (mkdtemp(path) == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno,
                         "cannot make a directory beneath %.200s to compile in: set TMPDIR to one "
                         "that can be written to",
                         whole);
    memcpy(dir->path, path, strlen(path) + 1);
    return 0;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place) {
    (void)status, (void)kind, (void)place;
    remove(path);
    return 0;
}

void private_dir_remove(struct private_dir *dir) {
    enum { OPEN_DIRECTORIES = 8 }; /* at a time; nftw() opens them anew where there are more */
    if (dir->path[0] != '\0')
        nftw(dir->path, remove_entry, OPEN_DIRECTORIES, FTW_DEPTH | FTW_PHYS);
    dir->path[0] = '\0';
}
