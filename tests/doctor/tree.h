/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Recorded trees of /proc and /sys, made file by file in a directory that is gone at the end. */
#ifndef AMDAHL_DOCTOR_TREE_H
#define AMDAHL_DOCTOR_TREE_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct tree {
    char root[64];
};

static inline void tree_make(struct tree *tree) {
    snprintf(tree->root, sizeof tree->root, "/tmp/amdahl-doctor.XXXXXX");
    if (mkdtemp(tree->root) == NULL)
        exit(99);
}

/* Writes ROOT/PATH, with its directories. */
static inline void tree_write(const struct tree *tree, const char *path, const char *text) {
    char whole[512];
    snprintf(whole, sizeof whole, "%s/%s", tree->root, path);
    for (char *slash = strchr(whole + strlen(tree->root) + 1, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(whole, 0700);
        *slash = '/';
    }
    FILE *file = fopen(whole, "w");
    if (file == NULL || fputs(text, file) == EOF || fclose(file) != 0)
        exit(99);
}

static inline int tree_remove_one(const char *path, const struct stat *status, int kind,
                                  struct FTW *place) {
    (void)status, (void)kind, (void)place;
    return remove(path);
}

static inline void tree_remove(const struct tree *tree) {
    nftw(tree->root, tree_remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

#endif
