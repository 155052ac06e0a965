/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A CSV file that grows by whole rows and is never left torn by a full disk. */
#ifndef AMDAHL_RECORD_ROW_FILE_H
#define AMDAHL_RECORD_ROW_FILE_H

#include "fault/fault.h"
#include "record/table.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct row_file {
    int fd; /* -1: closed */
    const struct table *table;
    char *path;
    char *buffer; /* for the rows of one append; grows */
    size_t buffer_bytes;
    off_t size;    /* of the file: whole rows only */
    uint64_t rows; /* without the header */
};

/* Makes DIRECTORY/FILE with its header row; it must not exist. FAULT_USAGE. On a fault nothing is
 * left behind and `file` is closed. */
int row_file_create(struct row_file *file, const char *directory, const struct table *table,
                    struct fault *fault);
/* Opens an existing one, cuts off a torn last row and counts the others. FAULT_INPUT. */
int row_file_resume(struct row_file *file, const char *directory, const struct table *table,
                    struct fault *fault);
/* One write for all rows; a run_dir_append of one file. */
int row_file_append(struct row_file *file, const void *rows, size_t count, struct fault *fault);
/* Closes and frees what it holds; may be called twice. */
void row_file_close(struct row_file *file);
/* The same, and deletes the file. */
void row_file_remove(struct row_file *file);

#endif
