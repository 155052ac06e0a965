/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A text as a file that is imported. */
#ifndef AMDAHL_TEST_IMPORTED_H
#define AMDAHL_TEST_IMPORTED_H

#include "check.h"
#include "import/import.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct imported {
    struct measured measured;
    const char *format;
    struct fault fault;
    int status;
    char path[64];
};

static inline struct imported import_bytes(const char *text, size_t bytes, const char *scaling) {
    struct imported imported = {.format = "", .path = "/tmp/amdahl-import-XXXXXX"};
    int fd = mkstemp(imported.path);
    CHECK(fd >= 0 && write(fd, text, bytes) == (ssize_t)bytes);
    close(fd);
    struct import_request request = {imported.path, scaling};
    imported.status = import_read(&request, &imported.measured, &imported.format, &imported.fault);
    unlink(imported.path);
    return imported;
}

/* Text that is read without a fault. */
static inline struct imported import_text(const char *text, const char *scaling) {
    struct imported imported = import_bytes(text, strlen(text), scaling);
    CHECK_STRING(imported.fault.text, "");
    CHECK_INT(imported.status, 0);
    return imported;
}

/* A file of a directory, read without a fault. */
static inline struct imported import_file(const char *directory, const char *file,
                                          const char *scaling) {
    struct imported imported = {.format = ""};
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", directory, file);
    struct import_request request = {path, scaling};
    imported.status = import_read(&request, &imported.measured, &imported.format, &imported.fault);
    CHECK_STRING(imported.fault.text, "");
    return imported;
}

/* Text that is refused: the code, and a part of the sentence, which begins with the path. */
static inline void check_refused(const char *text, const char *scaling, enum fault_code code,
                                 const char *part) {
    struct imported imported = import_bytes(text, strlen(text), scaling);
    CHECK_INT(imported.status, -(int)code);
    CHECK_HOLDS(imported.fault.text, part);
    CHECK_HOLDS(imported.fault.text, imported.path);
    measured_release(&imported.measured);
}

/* Group `index`, or an empty one that fails the checks after it. */
static inline const struct measured_group *group_at(const struct imported *imported, size_t index) {
    static struct measured_row no_rows[16];
    static const struct measured_group NONE = {.rows = no_rows};
    CHECK(index < imported->measured.count);
    return index < imported->measured.count ? &imported->measured.groups[index] : &NONE;
}

#endif
