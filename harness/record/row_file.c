/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/row_file.h"

#include "record/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

void row_file_close(struct row_file *file) {
    if (file->fd >= 0)
        close(file->fd);
    free(file->path);
    free(file->buffer);
    *file = (struct row_file){.fd = -1};
}

void row_file_remove(struct row_file *file) {
    unlink(file->path);
    row_file_close(file);
}

/* Room for `rows` rows, and for the header at least. */
static int reserve(struct row_file *file, size_t rows, struct fault *fault) {
    size_t line = table_line_max(file->table), bytes;
    if (__builtin_mul_overflow(rows + 1, line, &bytes))
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot hold %zu rows of %s", rows,
                         file->path);
    if (bytes <= file->buffer_bytes)
        return 0;
    char *buffer = realloc(file->buffer, bytes);
    if (buffer == NULL) {
        fault_set(fault, FAULT_SYSTEM, errno, "cannot hold %zu rows of %s", rows, file->path);
        return -FAULT_SYSTEM;
    }
    file->buffer = buffer;
    file->buffer_bytes = bytes;
    return 0;
}

static int prepare(struct row_file *file, const char *directory, const struct table *table,
                   struct fault *fault) {
    *file = (struct row_file){.fd = -1, .table = table};
    if (asprintf(&file->path, "%s/%s", directory, table->file) < 0) {
        file->path = NULL;
        fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot name %s/%s", directory, table->file);
        return -FAULT_SYSTEM;
    }
    return reserve(file, 0, fault);
}

int row_file_create(struct row_file *file, const char *directory, const struct table *table,
                    struct fault *fault) {
    int code = prepare(file, directory, table, fault);
    if (code != 0)
        goto fail;
    file->fd = open(file->path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0666);
    if (file->fd < 0) {
        code = fault_set(fault, FAULT_USAGE, errno,
                         "cannot make %s; choose a directory that can be written with --out",
                         file->path);
        goto fail;
    }
    size_t bytes = table_write_header(table, file->buffer);
    if (replace_write_all(file->fd, file->buffer, bytes) < bytes) {
        code = fault_set(
            fault, FAULT_USAGE, errno,
            "cannot write the header of %s; free some space, or choose another disk with --out",
            file->path);
        unlink(file->path);
        goto fail;
    }
    file->size = (off_t)bytes;
    return 0;
fail:
    row_file_close(file);
    return code;
}

/* The header and whole rows of a file in memory. False if its header is not ours. */
static bool measure_rows(struct row_file *file, const char *text, size_t bytes) {
    size_t start = 0;
    while (start < bytes && text[start] == '#') {
        const char *end = memchr(text + start, '\n', bytes - start);
        start = end == NULL ? bytes : (size_t)(end - text) + 1;
    }
    size_t header = table_write_header(file->table, file->buffer);
    if (bytes - start < header || memcmp(text + start, file->buffer, header) != 0)
        return false;

    size_t whole = start + header;
    file->rows = 0;
    for (const char *end; (end = memchr(text + whole, '\n', bytes - whole)) != NULL; file->rows++)
        whole = (size_t)(end - text) + 1;
    file->size = (off_t)whole;
    return true;
}

static int cut_torn_row(struct row_file *file, struct fault *fault) {
    struct stat status;
    if (fstat(file->fd, &status) != 0)
        return fault_set(fault, FAULT_INPUT, errno, "cannot read %s", file->path);
    bool ours = false;
    if (status.st_size > 0) {
        size_t bytes = (size_t)status.st_size;
        char *text = mmap(NULL, bytes, PROT_READ, MAP_PRIVATE, file->fd, 0);
        if (text == MAP_FAILED)
            return fault_set(fault, FAULT_INPUT, errno, "cannot read %s", file->path);
        ours = measure_rows(file, text, bytes);
        munmap(text, bytes);
    }
    if (!ours)
        return fault_set(fault, FAULT_INPUT, 0,
                         "cannot go on with %s: its header row is not that of this version",
                         file->path);
    if (ftruncate(file->fd, file->size) != 0)
        return fault_set(fault, FAULT_INPUT, errno, "cannot cut the torn last row off %s",
                         file->path);
    return 0;
}

int row_file_resume(struct row_file *file, const char *directory, const struct table *table,
                    struct fault *fault) {
    int code = prepare(file, directory, table, fault);
    if (code == 0) {
        file->fd = open(file->path, O_RDWR | O_APPEND | O_CLOEXEC);
        code = file->fd < 0
                   ? fault_set(fault, FAULT_INPUT, errno, "cannot go on with %s", file->path)
                   : cut_torn_row(file, fault);
    }
    if (code != 0)
        row_file_close(file);
    return code;
}

/* After a write that was cut short: keeps the rows that are whole. */
static int keep_whole_rows(struct row_file *file, size_t written, int refusal,
                           struct fault *fault) {
    const char *end = memrchr(file->buffer, '\n', written);
    size_t whole = end == NULL ? 0 : (size_t)(end - file->buffer) + 1;
    for (size_t i = 0; i < whole; i++)
        file->rows += file->buffer[i] == '\n';
    file->size += (off_t)whole;
    bool cut = ftruncate(file->fd, file->size) == 0;
    return fault_set(
        fault, FAULT_SYSTEM, refusal,
        "could not append to %s: %ju rows are kept%s; free some space there, or choose "
        "another disk with --out",
        file->path, (uintmax_t)file->rows,
        cut ? ", all of them whole" : " and what follows them is torn");
}

int row_file_append(struct row_file *file, const void *rows, size_t count, struct fault *fault) {
    int code = reserve(file, count, fault);
    if (code != 0)
        return code;
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += table_write_row(file->table, (const char *)rows + i * file->table->row_bytes,
                                 file->buffer + bytes);
    size_t written = replace_write_all(file->fd, file->buffer, bytes);
    if (written < bytes)
        return keep_whole_rows(file, written, errno, fault);
    file->size += (off_t)bytes;
    file->rows += count;
    return 0;
}
