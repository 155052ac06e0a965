/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "charts/charts.h"
#include "charts/gnuplot.h"
#include "charts/inputs.h"
#include "charts/script.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The line's length without what cannot be seen at its end: blanks, and the colours set for them.
 */
static size_t visible_length(const char *line, size_t length) {
    size_t visible = 0;
    for (size_t i = 0; i < length; i++) {
        if (line[i] == '\033')
            i += strcspn(line + i, "m\n\f");
        else if (line[i] != ' ')
            visible = i + 1;
    }
    return visible;
}

/* gnuplot pads each line to the width of the screen and parts pages by form feeds. */
static void put_trimmed(const char *text, bool color, FILE *stream) {
    bool begun = false;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n\f"), visible = visible_length(text, length);
        begun = begun || visible > 0;
        if (begun && text[length] != '\f')
            fprintf(stream, "%.*s%s\n", (int)visible, text, color ? "\033[0m" : "");
        text += length + (text[length] != '\0');
    }
}

/* A file without a name, at its beginning; -1 with errno. */
static int make_script(enum chart chart, const struct charts_screen *screen) {
    int fd = memfd_create("terminal.gp", MFD_CLOEXEC);
    FILE *script = fd < 0 ? NULL : fdopen(dup(fd), "w");
    if (script == NULL) {
        if (fd >= 0)
            close(fd);
        return -1;
    }
    script_put_terminal(script, chart, screen);
    if (fclose(script) != 0 || lseek(fd, 0, SEEK_SET) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

/* What gnuplot prints of one chart; the caller frees *ret_drawn. */
static int draw_text(const char *run_path, const char *program, int script_fd, char **ret_drawn,
                     struct fault *fault) {
    size_t bytes = 0;
    FILE *text = open_memstream(ret_drawn, &bytes);
    if (text == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot hold a chart of %.200s", run_path);
    int status = gnuplot_run(&(struct gnuplot_call){.program = program,
                                                    .directory = run_path,
                                                    .script = "-",
                                                    .input_fd = script_fd,
                                                    .text = text,
                                                    .limit_s = INPUTS_DRAWING_LIMIT_S},
                             fault);
    fclose(text);
    return status;
}

static int print_chart(const char *run_path, const char *program, enum chart chart, FILE *stream,
                       const struct charts_screen *screen, struct fault *fault) {
    char *drawn = NULL;
    int script_fd = make_script(chart, screen), status = 0;
    if (script_fd < 0)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot hold the script of a chart");
    status = draw_text(run_path, program, script_fd, &drawn, fault);
    if (status == 0 && strcmp(drawn, script_nothing) != 0)
        put_trimmed(drawn, screen->color, stream);
    if (status == 0 && ferror(stream))
        status =
            fault_set(fault, FAULT_SYSTEM, errno, "cannot write the chart of %.200s", run_path);
    free(drawn);
    close(script_fd);
    return status;
}

int charts_print(const char *run_path, FILE *stream, const struct charts_screen *screen,
                 struct fault *fault) {
    char program[PATH_MAX];
    unsigned charts = screen->charts == 0 ? CHARTS_USUAL_OF_TERMINAL : screen->charts;
    int status = inputs_check_file(run_path, "summary.csv", fault);
    if (status == 0)
        status = inputs_find_gnuplot(run_path, program, sizeof program, fault);
    for (int chart = 0; chart < CHART_COUNT && status == 0; chart++)
        if (charts & CHARTS_OF_TERMINAL & 1u << chart)
            status = print_chart(run_path, program, (enum chart)chart, stream, screen, fault);
    return status;
}
