/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "charts/charts.h"
#include "charts/gnuplot.h"
#include "charts/inputs.h"
#include "charts/script.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The formats, and what stands near the end of a file that is whole. */
static const struct format {
    unsigned bit;
    const char *suffix, *end;
} formats[] = {
    {CHARTS_SVG, "svg", "</svg>"}, {CHARTS_PNG, "png", "IEND"}, {CHARTS_PDF, "pdf", "%%EOF"}};
enum { FORMATS = sizeof formats / sizeof formats[0] };

/* The charts of one request, with what was found out before the first. */
struct drawing {
    const struct charts_request *request;
    char charts_path[PATH_MAX], program[PATH_MAX];
};

bool charts_available(void) {
    char program[PATH_MAX];
    return gnuplot_find(program, sizeof program);
}

/* The path of a chart's file. */
static int name_file(const struct drawing *drawing, enum chart chart, const char *suffix,
                     char ret_path[PATH_MAX], struct fault *fault) {
    char name[64];
    snprintf(name, sizeof name, "%s.%s", charts_name(chart), suffix);
    return inputs_join_path(drawing->charts_path, name, ret_path, fault);
}

/* Written beside and renamed, so that a full disk does not cost the script that was there. */
static int write_script(const struct drawing *drawing, enum chart chart, struct fault *fault) {
    char path[PATH_MAX], part[PATH_MAX];
    int status = name_file(drawing, chart, "gp", path, fault);
    if (status == 0)
        status = name_file(drawing, chart, "gp.part", part, fault);
    if (status != 0)
        return status;
    FILE *script = fopen(part, "we");
    if (script == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot make %.300s", part);
    script_put_chart(script, chart, drawing->request);
    bool failed = fflush(script) != 0 || ferror(script) != 0;
    if (fclose(script) != 0 || failed || rename(part, path) != 0) {
        status = fault_set(fault, FAULT_SYSTEM, errno, "cannot write %.300s", path);
        unlink(part);
    }
    return status;
}

static void remove_file(const struct drawing *drawing, enum chart chart, const char *suffix) {
    char path[PATH_MAX];
    if (name_file(drawing, chart, suffix, path, NULL) == 0)
        unlink(path);
}

/* In those of `wanted` formats. */
static void remove_pictures(const struct drawing *drawing, enum chart chart, unsigned wanted) {
    for (size_t i = 0; i < FORMATS; i++)
        if ((wanted & formats[i].bit) != 0)
            remove_file(drawing, chart, formats[i].suffix);
}

/* A picture that was cut off, as by a full disk, lacks its end; gnuplot does not say so. */
static bool is_whole(const char *path, const struct format *format) {
    char end[17] = "";
    FILE *picture = fopen(path, "re");
    if (picture == NULL)
        return false;
    size_t length = 0;
    if (fseek(picture, -16, SEEK_END) == 0)
        length = fread(end, 1, 16, picture);
    fclose(picture);
    return memmem(end, length, format->end, strlen(format->end)) != NULL;
}

static int check_pictures(const struct drawing *drawing, enum chart chart, struct fault *fault) {
    char path[PATH_MAX];
    int status = 0;
    for (size_t i = 0; i < FORMATS && status == 0; i++) {
        if ((drawing->request->formats & formats[i].bit) == 0)
            continue;
        status = name_file(drawing, chart, formats[i].suffix, path, fault);
        if (status == 0 && !is_whole(path, &formats[i]))
            status = fault_set(fault, FAULT_SYSTEM, 0,
                               "gnuplot left %.300s unfinished: is there room on the disk?", path);
    }
    return status;
}

/* Runs NAME.gp. Whether there was something to draw goes to *ret_drawn. */
static int run_script(const struct drawing *drawing, enum chart chart, bool *ret_drawn,
                      struct fault *fault) {
    char script[64], *said = NULL;
    size_t bytes = 0;
    FILE *text = open_memstream(&said, &bytes);
    if (text == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot draw %.300s", drawing->charts_path);
    snprintf(script, sizeof script, "%s.gp", charts_name(chart));
    int status = gnuplot_run(&(struct gnuplot_call){.program = drawing->program,
                                                    .directory = drawing->charts_path,
                                                    .script = script,
                                                    .input_fd = -1,
                                                    .text = text,
                                                    .limit_s = INPUTS_DRAWING_LIMIT_S},
                             fault);
    fclose(text);
    bool drawn = strcmp(said, script_nothing) != 0;
    free(said);
    if (status == 0 && drawn)
        status = check_pictures(drawing, chart, fault);
    if (status == 0)
        *ret_drawn = drawn;
    return status;
}

/* FAULT_INPUT unless each file that the chart is drawn from can be read. */
static int check_inputs(const struct drawing *drawing, enum chart chart, struct fault *fault) {
    const char *run_path = drawing->request->run_path, *second = script_second_csv_name(chart);
    int status = inputs_check_file(run_path, script_csv_name(chart), fault);
    if (status == 0 && second != NULL)
        status = inputs_check_file(run_path, second, fault);
    return status;
}

static int draw_chart(const struct drawing *drawing, enum chart chart, bool *ret_drawn,
                      struct fault *fault) {
    bool drawn = false;
    int status = 0;
    remove_pictures(drawing, chart, drawing->request->formats);
    if (inputs_has_file(drawing->request->run_path, script_csv_name(chart))) {
        status = check_inputs(drawing, chart, fault);
        if (status == 0)
            status = run_script(drawing, chart, &drawn, fault);
    }
    if (status != 0 || !drawn) /* then those of before are of other rows */
        remove_pictures(drawing, chart, ~0u);
    if (status == 0 && !drawn)
        remove_file(drawing, chart, "gp");
    *ret_drawn = status == 0 && drawn;
    return status;
}

/* Whether the chart is asked for. */
static bool is_asked(const struct drawing *drawing, int chart) {
    return (drawing->request->charts & 1u << chart) != 0;
}

/* The curves of a fit or a prediction, which are no part of a run, are not there. */
static int refuse_missing(const char *run_path, enum chart chart, struct fault *fault) {
    const char *csv_name = script_csv_name(chart);
    if (chart == CHART_FIT)
        return fault_set(fault, FAULT_INPUT, 0,
                         "there is no %.200s/%s: `amdahl fit %.200s` makes it", run_path, csv_name,
                         run_path);
    return fault_set(fault, FAULT_INPUT, 0,
                     "there is no %.200s/%s: `amdahl predict RUN --out DIR` makes one in DIR, and "
                     "its chart",
                     run_path, csv_name);
}

/* A directory that holds nothing that a chart asked for is drawn from is a mistake: that of a run
 * has a summary.csv, that of a fit or a prediction its curves. */
static int check_any(const struct drawing *drawing, struct fault *fault) {
    const char *run_path = drawing->request->run_path;
    int missed = CHART_COUNT;
    for (int chart = 0; chart < CHART_COUNT; chart++) {
        if (!is_asked(drawing, chart))
            continue;
        if (!script_is_of_run((enum chart)chart) &&
            inputs_has_file(run_path, script_csv_name((enum chart)chart)))
            return 0;
        if (missed == CHART_COUNT)
            missed = chart;
    }
    if (missed == CHART_COUNT)
        return 0;
    return script_is_of_run((enum chart)missed)
               ? inputs_check_file(run_path, "summary.csv", fault)
               : refuse_missing(run_path, (enum chart)missed, fault);
}

static int draw_all(const struct drawing *drawing, unsigned *ret_drawn, struct fault *fault) {
    int first = 0;
    for (int chart = 0; chart < CHART_COUNT; chart++) {
        bool drawn = false;
        if (!is_asked(drawing, chart))
            continue;
        int status = draw_chart(drawing, (enum chart)chart, &drawn, fault);
        first = first == 0 ? status : first;
        *ret_drawn |= drawn ? 1u << chart : 0;
    }
    return first;
}

int charts_draw(const struct charts_request *request, unsigned *ret_drawn, struct fault *fault) {
    struct drawing drawing = {.request = request};
    unsigned drawn = 0;
    int status = check_any(&drawing, fault);
    if (status == 0)
        status = inputs_join_path(request->run_path, "charts", drawing.charts_path, fault);
    if (status == 0 && mkdir(drawing.charts_path, 0777) != 0 && errno != EEXIST)
        status = fault_set(fault, FAULT_SYSTEM, errno, "cannot make %.300s", drawing.charts_path);
    for (int chart = 0; chart < CHART_COUNT && status == 0; chart++)
        if (is_asked(&drawing, chart))
            status = write_script(&drawing, (enum chart)chart, fault);
    if (status == 0)
        status =
            inputs_find_gnuplot(request->run_path, drawing.program, sizeof drawing.program, fault);
    if (status == 0)
        status = draw_all(&drawing, &drawn, fault);
    if (ret_drawn != NULL)
        *ret_drawn = drawn;
    return status;
}
