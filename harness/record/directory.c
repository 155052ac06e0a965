/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/directory.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

/* A directory that is being made. */
struct making {
    const char *path, *what;
};

/* Makes one directory unless it is there. */
static int make_part(const char *part, const struct making *making, struct fault *fault) {
    if (mkdir(part, 0777) == 0)
        return 0;
    int refusal = errno;
    struct stat status;
    if (refusal == EEXIST && stat(part, &status) == 0 && S_ISDIR(status.st_mode))
        return 0;
    if (refusal == EEXIST)
        refusal = ENOTDIR;
    bool is_whole = strcmp(part, making->path) == 0;
    return fault_set(fault, FAULT_USAGE, refusal,
                     "cannot make the %s %s; choose another one with --out%s%s", making->what,
                     making->path, is_whole ? "" : ": ", is_whole ? "" : part);
}

int directory_make(const char *path, const char *what, struct fault *fault) {
    const struct making making = {path, what};
    char part[PATH_MAX];
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof part)
        return fault_set(fault, FAULT_USAGE, length == 0 ? ENOENT : ENAMETOOLONG,
                         "cannot make the %s \"%.200s\"", what, path);
    memcpy(part, path, length + 1);
    for (size_t i = 1; i < length; i++) {
        if (part[i] != '/')
            continue;
        part[i] = '\0';
        int code = make_part(part, &making, fault);
        if (code != 0)
            return code;
        part[i] = '/';
    }
    return make_part(path, &making, fault);
}
