/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "import/import.h"
#include "import/format.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What is looked at to tell formats apart: build logs before the first benchmark are shorter. */
enum { HEAD_BYTES = 1 << 16 };

int import_no_memory(struct import_job *job) {
    return fault_set(job->fault, FAULT_SYSTEM, ENOMEM, "cannot hold %s in memory", job->path);
}

int import_bad_value(struct import_job *job, const char *where, const char *what,
                     const char *cell) {
    return fault_set(job->fault, FAULT_INPUT, 0,
                     "%s:%s: \"%.60s\" is not %s: expected a number above 0, with '.' as the "
                     "decimal point",
                     job->path, where, cell, what);
}

/* A stream that cannot be read twice, copied to one that can; closes it. */
static FILE *copy_stream(FILE *from) {
    FILE *to = tmpfile();
    char bytes[1 << 14];
    size_t count;
    bool whole = to != NULL;
    while (whole && (count = fread(bytes, 1, sizeof bytes, from)) > 0)
        whole = fwrite(bytes, 1, count, to) == count;
    whole = whole && !ferror(from) && fseek(to, 0, SEEK_SET) == 0;
    int kept_errno = errno;
    if (from != stdin)
        fclose(from);
    if (!whole && to != NULL)
        fclose(to);
    errno = kept_errno;
    return whole ? to : NULL;
}

static FILE *open_twice_readable(const char *path) {
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
    struct stat facts;
    if (file == NULL)
        return NULL;
    /* A directory opens, and says so only when it is read. */
    if (fstat(fileno(file), &facts) == 0 && S_ISREG(facts.st_mode) && file != stdin)
        return file;
    return copy_stream(file);
}

static int read_file(struct import_job *job, FILE *file, const char **ret_format) {
    static const char MARK[] = "\xef\xbb\xbf"; /* of UTF-8's byte order */
    char *head = malloc(HEAD_BYTES + 1);
    if (head == NULL)
        return import_no_memory(job);
    size_t bytes = fread(head, 1, HEAD_BYTES, file);
    int status =
        ferror(file) ? fault_set(job->fault, FAULT_INPUT, errno, "cannot read %s", job->path) : 0;
    head[bytes] = '\0';
    rewind(file);
    const char *text = strncmp(head, MARK, 3) == 0 ? head + 3 : head;
    text += strspn(text, " \t\r\n");
    if (status == 0 && (*text == '{' || *text == '[')) {
        status = import_json(job, file, ret_format);
    } else if (status == 0 && go_matches(text)) {
        *ret_format = "go test -bench";
        status = go_read(job, file);
    } else if (status == 0) {
        status = import_csv(job, file, ret_format);
    }
    free(head);
    return status;
}

int import_read(const struct import_request *request, struct measured *ret_measured,
                const char **ret_format, struct fault *fault) {
    struct import_job job = {.path = request->path, .scaling = request->scaling, .fault = fault};
    const char *format = "";
    if (strcmp(request->path, "-") == 0)
        job.path = "standard input";
    FILE *file = open_twice_readable(request->path);
    if (file == NULL)
        return fault_set(fault, FAULT_INPUT, errno, "cannot read %s", job.path);
    int status = read_file(&job, file, &format);
    fclose(file);
    if (status == 0)
        status = gather_finish(&job.gather, job.path, request->scaling, ret_measured, fault);
    if (status == 0 && ret_format != NULL)
        *ret_format = format;
    gather_release(&job.gather);
    return status;
}
