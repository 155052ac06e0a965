/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "charts/script.h"

const char script_nothing[] = "nothing to draw\n";

/* Made from plots/ by quote.sed at build time. */
static const char *const common_lines[] = {
#include "charts/common_gp.h"
};
static const char *const read_csv_lines[] = {
#include "charts/read_csv_gp.h"
};
static const char *const read_summary_lines[] = {
#include "charts/read_summary_gp.h"
};
static const char *const series_lines[] = {
#include "charts/series_gp.h"
};
static const char *const sheet_lines[] = {
#include "charts/sheet_gp.h"
};
static const char *const curves_lines[] = {
#include "charts/curves_gp.h"
};
static const char *const speedup_lines[] = {
#include "charts/speedup_gp.h"
};
static const char *const efficiency_lines[] = {
#include "charts/efficiency_gp.h"
};
static const char *const karp_flatt_lines[] = {
#include "charts/karp_flatt_gp.h"
};
static const char *const ratio_lines[] = {
#include "charts/ratio_gp.h"
};
static const char *const ledger_lines[] = {
#include "charts/ledger_gp.h"
};
static const char *const samples_lines[] = {
#include "charts/samples_gp.h"
};
static const char *const runnable_lines[] = {
#include "charts/runnable_gp.h"
};
static const char *const read_curves_lines[] = {
#include "charts/read_curves_gp.h"
};
static const char *const read_points_lines[] = {
#include "charts/read_points_gp.h"
};
static const char *const fit_lines[] = {
#include "charts/fit_gp.h"
};
static const char *const fit_panels_lines[] = {
#include "charts/fit_panels_gp.h"
};
static const char *const terminal_lines[] = {
#include "charts/terminal_gp.h"
};
static const char *const thin_tasks_lines[] = {
#include "charts/thin_tasks_gp.h"
};
static const char *const by_tasks_lines[] = {
#include "charts/by_tasks_gp.h"
};
static const char *const dials_lines[] = {
#include "charts/dials_gp.h"
};
static const char *const decades_lines[] = {
#include "charts/decades_gp.h"
};
static const char *const tasks_axes_lines[] = {
#include "charts/tasks_axes_gp.h"
};
static const char *const tasks_lines[] = {
#include "charts/tasks_gp.h"
};
static const char *const heat_lines[] = {
#include "charts/heat_gp.h"
};
static const char *const operations_lines[] = {
#include "charts/operations_gp.h"
};
static const char *const terminal_tasks_lines[] = {
#include "charts/terminal_tasks_gp.h"
};

/* A file of plots/. */
struct part {
    const char *const *lines;
    size_t count;
};

enum { PARTS_MAX = 10 };

#define PART(name)                                                                                 \
    { name##_lines, sizeof name##_lines / sizeof name##_lines[0] }
/* What a chart of summary.csv begins with. */
#define SUMMARY_PARTS                                                                              \
    PART(common), PART(read_csv), PART(thin_tasks), PART(read_summary), PART(series)
/* And one of the tasks dial, which has them all in one panel. */
#define DIAL_PARTS                                                                                 \
    PART(common), PART(read_csv), PART(read_summary), PART(by_tasks), PART(series), PART(dials)

/* The charts: from which file, of which rows, by which scripts in which order. */
static const struct chart_script {
    const char *name, *csv_name;
    const char *of_scaling; /* as read_summary.gp has it */
    struct part parts[PARTS_MAX];
} chart_scripts[CHART_COUNT] = {
    [CHART_SPEEDUP] = {"speedup",
                       "summary.csv",
                       "strong",
                       {SUMMARY_PARTS, PART(sheet), PART(speedup), PART(curves)}},
    [CHART_RATIO] = {"ratio", "summary.csv", "", {SUMMARY_PARTS, PART(sheet), PART(ratio)}},
    [CHART_EFFICIENCY] = {"efficiency",
                          "summary.csv",
                          "",
                          {SUMMARY_PARTS, PART(sheet), PART(efficiency), PART(curves)}},
    [CHART_KARP_FLATT] = {"karp-flatt",
                          "summary.csv",
                          "strong",
                          {SUMMARY_PARTS, PART(sheet), PART(karp_flatt), PART(curves)}},
    [CHART_LEDGER] = {"ledger", "summary.csv", "", {SUMMARY_PARTS, PART(sheet), PART(ledger)}},
    [CHART_WEAK] = {"weak",
                    "summary.csv",
                    "scaled",
                    {SUMMARY_PARTS, PART(sheet), PART(speedup), PART(curves)}},
    [CHART_SAMPLES] = {"samples",
                       "samples.csv",
                       "",
                       {PART(common), PART(read_csv), PART(sheet), PART(samples)}},
    [CHART_RUNNABLE] = {"runnable",
                        "runnable.csv",
                        "",
                        {PART(common), PART(read_csv), PART(sheet), PART(runnable)}},
    [CHART_TASKS] = {"tasks",
                     "summary.csv",
                     "",
                     {DIAL_PARTS, PART(decades), PART(tasks_axes), PART(sheet), PART(tasks)}},
    [CHART_HEAT] = {"heat", "summary.csv", "", {DIAL_PARTS, PART(sheet), PART(heat)}},
    [CHART_OPERATIONS] = {"operations",
                          "summary.csv",
                          "",
                          {SUMMARY_PARTS, PART(decades), PART(sheet), PART(operations)}},
    /* read_csv.gp is for one file at a time. */
    [CHART_FIT] = {"fit",
                   "fit_curves.csv",
                   "",
                   {PART(common), PART(read_csv), PART(read_curves), PART(read_csv),
                    PART(read_points), PART(sheet), PART(fit), PART(fit_panels)}},
    [CHART_PREDICTION] = {"prediction",
                          "predict_curves.csv",
                          "",
                          {PART(common), PART(read_csv), PART(read_curves), PART(sheet), PART(fit),
                           PART(fit_panels)}},
};
static const struct part terminal_part = PART(terminal), terminal_tasks_part = PART(terminal_tasks);

static void put_part(FILE *script, const struct part *part) {
    for (size_t line = 0; line < part->count; line++)
        fprintf(script, "%s\n", part->lines[line]);
}

/* Whether the part is of no use to a terminal. */
static bool is_of_paper(const struct part *part) {
    return part->lines == sheet_lines || part->lines == curves_lines || part->lines == tasks_lines;
}

/* Bytes of the UTF-8 character at `text`, 0 where there is none (RFC 3629, section 4). */
static size_t utf8_length(const unsigned char *text) {
    if (text[0] < 0x80)
        return 1;
    size_t length = text[0] >= 0xc2 && text[0] <= 0xdf   ? 2
                    : text[0] >= 0xe0 && text[0] <= 0xef ? 3
                    : text[0] >= 0xf0 && text[0] <= 0xf4 ? 4
                                                         : 0;
    for (size_t i = 1; i < length; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    bool overlong = (text[0] == 0xe0 && text[1] < 0xa0) || (text[0] == 0xf0 && text[1] < 0x90);
    bool surrogate = text[0] == 0xed && text[1] > 0x9f;
    bool beyond = text[0] == 0xf4 && text[1] > 0x8f;
    return overlong || surrogate || beyond ? 0 : length;
}

static bool is_control(const unsigned char *text) {
    return text[0] < 0x20 || text[0] == 0x7f || (text[0] == 0xc2 && text[1] < 0xa0);
}

void script_put_string(FILE *script, const char *text, size_t characters_max) {
    fputc('\'', script);
    const unsigned char *at = (const unsigned char *)text;
    for (size_t characters = 0; *at != '\0' && characters < characters_max; characters++) {
        size_t length = utf8_length(at);
        if (length == 0)
            fputc('?', script);
        else if (*at == '\'')
            fputs("\xe2\x80\x99", script);
        else if (!is_control(at))
            fwrite(at, 1, length, script);
        at += length > 0 ? length : 1;
    }
    fputc('\'', script);
}

const char *charts_name(enum chart chart) {
    return chart_scripts[chart].name;
}

const char *script_csv_name(enum chart chart) {
    return chart_scripts[chart].csv_name;
}

const char *script_second_csv_name(enum chart chart) {
    return chart == CHART_FIT ? "fit_points.csv" : NULL;
}

bool script_is_of_run(enum chart chart) {
    return chart != CHART_FIT && chart != CHART_PREDICTION;
}

static void put_facts(FILE *script, const struct chart_script *chart, const char *run_path) {
    fprintf(script, "chart_name = '%s'\nrun_path = '%s'\ncsv_name = '%s'\nof_scaling = '%s'\n",
            chart->name, run_path, chart->csv_name, chart->of_scaling);
}

void script_put_chart(FILE *script, enum chart chart, const struct charts_request *request) {
    const struct chart_script *self = &chart_scripts[chart];
    fprintf(script,
            "# Draws this chart beside it again, from the run's %s:\n"
            "#     cd .../charts && gnuplot -d %s.gp\n",
            self->csv_name, self->name);
    put_facts(script, self, "..");
    fprintf(script, "is_asked = %d\nformats = '%s%s%s'\nmachine_line = ", request->is_by_name,
            request->formats & CHARTS_SVG ? "svg " : "",
            request->formats & CHARTS_PNG ? "png " : "",
            request->formats & CHARTS_PDF ? "pdf " : "");
    /* 150: a line of the caption's type over one panel. */
    script_put_string(script, request->machine_line == NULL ? "" : request->machine_line, 150);
    fputs("\n\n", script);
    for (size_t i = 0; i < PARTS_MAX; i++)
        put_part(script, &self->parts[i]);
}

static unsigned at_least(unsigned value, unsigned usual, unsigned least) {
    return value == 0 ? usual : value < least ? least : value;
}

void script_put_terminal(FILE *script, enum chart chart, const struct charts_screen *screen) {
    const struct chart_script *self = &chart_scripts[chart];
    put_facts(script, self, ".");
    fprintf(script, "%sscreen_columns = %u; screen_rows = %u; screen_color = %d\n",
            screen->utf8 ? "" : "ascii_only = 1; ", at_least(screen->columns, 80, 40),
            at_least(screen->rows, 24, 12), screen->color);
    for (size_t i = 0; i < PARTS_MAX; i++)
        if (!is_of_paper(&self->parts[i]))
            put_part(script, &self->parts[i]);
    put_part(script, chart == CHART_TASKS ? &terminal_tasks_part : &terminal_part);
}
