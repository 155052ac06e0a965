/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/stream.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

int stream_finish(FILE *stream, struct fault *fault) {
    /* An error of an earlier write has left its mark on the stream, but errno belongs to the last
     * call. */
    bool failed_before = ferror(stream) != 0;
    errno = 0;
    if (fflush(stream) == 0 && !failed_before)
        return 0;
    return fault_set(fault, FAULT_SYSTEM, errno, "the output could not be written whole");
}

void stream_wrap(FILE *stream, const char *text, unsigned indent, unsigned columns) {
    size_t at = indent;
    text += strspn(text, " ");
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        if (at > indent && at + 1 + length > columns) {
            fprintf(stream, "\n%*s", (int)indent, "");
            at = indent;
        } else if (at > indent) {
            fputc(' ', stream);
            at++;
        }
        fwrite(text, 1, length, stream);
        at += length;
        text += length;
        text += strspn(text, " ");
    }
    fputc('\n', stream);
}
