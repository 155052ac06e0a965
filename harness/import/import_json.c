/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* JSON, and which of the formats in it a root belongs to. */
#include "import/format.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Reads the rest of a file, with a NUL behind it; NULL: no memory, or it cannot be read. */
static char *read_whole(FILE *file, size_t *ret_bytes) {
    char *text = NULL;
    size_t used = 0, bytes = 0, count = 0;
    do {
        used += count;
        if (used + 1 >= bytes) {
            bytes = bytes == 0 ? 1 << 16 : 2 * bytes;
            char *grown = realloc(text, bytes);
            if (grown == NULL) {
                free(text);
                return NULL;
            }
            text = grown;
        }
    } while ((count = fread(text + used, 1, bytes - used - 1, file)) > 0);
    text[used] = '\0';
    *ret_bytes = used;
    return text;
}

/* Makes 0 of the bare words for what is no number, which google-benchmark writes for counters and
 * JSON does not have. As a time, 0 is refused. */
static void mend_numbers(char *text) {
    static const char *const words[] = {"-Infinity", "Infinity", "-NaN", "NaN", "-nan", "nan"};
    bool quoted = false;
    for (char *at = text; *at != '\0'; at++) {
        if (quoted && *at == '\\' && at[1] != '\0')
            at++;
        else if (*at == '"')
            quoted = !quoted;
        for (size_t i = 0; i < sizeof words / sizeof words[0] && !quoted; i++) {
            size_t length = strlen(words[i]);
            if (strncmp(at, words[i], length) != 0)
                continue;
            memset(at, ' ', length);
            *at = '0';
        }
    }
}

static int read_root(struct import_job *job, const json_t *root, const char **ret_format) {
    static const struct json_format *const formats[] = {&json_hyperfine, &json_gbench, &json_plain};
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (!formats[i]->matches(root))
            continue;
        *ret_format = formats[i]->name;
        return formats[i]->read(job, root);
    }
    return fault_set(
        job->fault, FAULT_INPUT, 0,
        "%s is JSON of no format that is known: expected hyperfine's (\"results\"), "
        "google-benchmark's (\"benchmarks\"), or an array of objects such as {\"n\": 2, "
        "\"time_s\": 0.5}; of a run, name its directory",
        job->path);
}

int import_json(struct import_job *job, FILE *file, const char **ret_format) {
    size_t bytes = 0;
    json_error_t error;
    char *text = read_whole(file, &bytes);
    if (text == NULL)
        return import_no_memory(job);
    if (strlen(text) == bytes)
        mend_numbers(text);
    size_t mark = strncmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    json_t *root = json_loadb(text + mark, bytes - mark, 0, &error);
    free(text);
    if (root == NULL)
        return fault_set(job->fault, FAULT_INPUT, 0, "%s:%d: %s", job->path, error.line,
                         error.text);
    int status = read_root(job, root, ret_format);
    json_decref(root);
    return status;
}
