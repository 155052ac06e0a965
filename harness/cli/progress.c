/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/progress.h"

#include "cli/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PROGRESS_BAR = 20, PROGRESS_LINE_BYTES = 512 };

struct progress progress_start(FILE *stream, const struct term *term, bool quiet) {
    const char *kind = getenv("TERM");
    bool dumb = kind != NULL && strcmp(kind, "dumb") == 0;
    return (struct progress){
        .stream = stream, .shown = term->tty && !dumb && !quiet, .columns = term->columns};
}

void progress_update(struct progress *progress, double done, double left_s, const char *text) {
    if (!progress->shown)
        return;
    static const char full[] = "####################", empty[] = "....................";
    char line[PROGRESS_LINE_BYTES], left[32];
    double share = fmin(fmax(done, 0), 1);
    int marks = (int)floor(share * PROGRESS_BAR);
    units_format_time(left_s, left, sizeof left);
    snprintf(line, sizeof line, "[%.*s%.*s] %3.0f %%  %s%s%s", marks, full, PROGRESS_BAR - marks,
             empty, share * 100, left, left[0] != '\0' ? " left  " : "", text);
    /* A character short of the edge: some terminals wrap when the last column is written. */
    int most = (int)(progress->columns < sizeof line ? progress->columns : sizeof line) - 1;
    fprintf(progress->stream, "\r\033[K%.*s", most, line);
    fflush(progress->stream);
    progress->drawn = true;
}

void progress_clear(struct progress *progress) {
    if (!progress->drawn)
        return;
    fputs("\r\033[K", progress->stream);
    fflush(progress->stream);
    progress->drawn = false;
}
