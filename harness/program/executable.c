/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "program/executable.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where PATH is not set: POSIX leaves it to the system, and this is what glibc's execvp takes. */
static const char USUAL_PATH[] = "/bin:/usr/bin";

/* 0, or why it cannot be run. */
static int refusal_of(const char *path) {
    struct stat status;
    if (stat(path, &status) != 0)
        return errno;
    if (S_ISDIR(status.st_mode))
        return EISDIR;
    return access(path, X_OK) == 0 ? 0 : errno;
}

static int search(const char *name, char *path, size_t bytes) {
    const char *at = getenv("PATH");
    int refusal = ENOENT;
    if (at == NULL)
        at = USUAL_PATH;
    while (true) {
        size_t length = strcspn(at, ":");
        /* An empty entry is the directory that one is in. */
        int used =
            snprintf(path, bytes, "%.*s%s%s", (int)length, at, length > 0 ? "/" : "./", name);
        int own = used > 0 && (size_t)used < bytes ? refusal_of(path) : ENAMETOOLONG;
        if (own == 0)
            return 0;
        if (own == EACCES)
            refusal = EACCES;
        if (at[length] == '\0')
            return refusal;
        at += length + 1;
    }
}

int executable_find(const char *name, char *ret_path, size_t bytes, struct fault *fault) {
    char found[4096]; /* PATH_MAX */
    int refusal = ENOENT;
    if (name[0] == '\0')
        return fault_set(fault, FAULT_USAGE, 0, "the program's name is empty");
    if (strchr(name, '/') != NULL) {
        snprintf(found, sizeof found, "%s", name);
        refusal = refusal_of(name);
    } else {
        refusal = search(name, found, sizeof found);
    }
    if (refusal == ENOENT && strchr(name, '/') == NULL)
        return fault_set(fault, FAULT_USAGE, 0, "there is no program '%.100s' in PATH", name);
    if (refusal != 0)
        return fault_set(fault, FAULT_USAGE, 0, "cannot run the program '%.100s': %s", name,
                         strerror(refusal));
    if (strlen(found) >= bytes)
        return fault_set(fault, FAULT_USAGE, 0,
                         "the program's path '%.100s...' is longer than %zu characters", found,
                         bytes - 1);
    snprintf(ret_path, bytes, "%s", found);
    return 0;
}
