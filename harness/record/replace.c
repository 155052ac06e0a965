/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

size_t replace_write_all(int fd, const char *text, size_t bytes) {
    size_t done = 0;
    while (done < bytes) {
        ssize_t wrote = write(fd, text + done, bytes - done);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            break;
        done += (size_t)wrote;
    }
    return done;
}

static int join_path(char *path, const char *directory, const char *name, const char *suffix,
                     struct fault *fault) {
    int used = snprintf(path, PATH_MAX, "%s/%s%s", directory, name, suffix);
    if (used < 0 || used >= PATH_MAX)
        return fault_set(fault, FAULT_SYSTEM, ENAMETOOLONG, "cannot write %s/%s", directory, name);
    return 0;
}

int replace_file(const char *directory, const char *name, const char *text, size_t bytes,
                 struct fault *fault) {
    char part[PATH_MAX], whole[PATH_MAX];
    int code = join_path(part, directory, name, ".part", fault);
    if (code == 0)
        code = join_path(whole, directory, name, "", fault);
    if (code != 0)
        return code;

    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return fault_set(fault, FAULT_SYSTEM, errno,
                         "cannot write %s; make the directory writable or choose another one",
                         part);
    /* No fsync: the rename guards against our own death, and a disk flush would disturb what is
     * measured. */
    if (replace_write_all(fd, text, bytes) < bytes)
        code = fault_set(fault, FAULT_SYSTEM, errno,
                         "cannot write the %zu bytes of %s; free some space", bytes, whole);
    if (close(fd) != 0 && code == 0)
        code = fault_set(fault, FAULT_SYSTEM, errno, "cannot finish %s", part);
    if (code == 0 && rename(part, whole) != 0)
        code = fault_set(fault, FAULT_SYSTEM, errno, "cannot put %s in its place", whole);
    if (code != 0)
        unlink(part);
    return code;
}
