/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Charts of foreign programs, with a p and without, and of workloads with serial phases of their
 * own. */
#include "programs.h"

#define SET(name) (1u << CHART_##name)

enum {
    WITHOUT_LAW = SET(SPEEDUP) | SET(EFFICIENCY) | SET(KARP_FLATT) | SET(LEDGER),
    WITH_LAW = WITHOUT_LAW | SET(RATIO)
};

static const struct program_point plain = {.workload = "prog",
                                           .place = "spread",
                                           .p = NAN,
                                           .karp_flatt_hi = NAN,
                                           .seen = 0.15,
                                           .idle = 0.75,
                                           .inflation = 0.25};

/* What is drawn of a law is absent; Amdahl's curve at Karp and Flatt's e is there, as a fit. */
static void check_without_p(const char *run_path) {
    static const char fit[] = ">fitted: Amdahl at e = 0.2 (Karp\342\200\223Flatt at n = 4)<";
    FILE *file = programs_begin(run_path);
    programs_put(file, plain, 0.2, 4);
    fclose(file);
    programs_check_drawn(run_path, WITHOUT_LAW);
    PROGRAMS_HOLDS(run_path, CHART_SPEEDUP, fit, ">e = 0.2<", ">ideal, S = n<", ">prog<",
                   "\302\2611 %", "interval of a speed-up, halved", "disturbed or broken.");
    PROGRAMS_LACKS(run_path, CHART_SPEEDUP, "law", "ceiling", "cannot tell", "no p", "off the");
    PROGRAMS_HOLDS(run_path, CHART_EFFICIENCY, fit, ">e = 0.2<");
    PROGRAMS_LACKS(run_path, CHART_EFFICIENCY, "law", "cannot tell");
    PROGRAMS_LACKS(run_path, CHART_KARP_FLATT, "law", "cannot tell", "fitted", "Above its line");
}

/* Of two programs each has its own e, and the key's words are those of both. */
static void check_places(const char *run_path) {
    struct program_point compact = plain;
    compact.place = "compact";
    FILE *file = programs_begin(run_path);
    programs_put(file, plain, 0.2, 4);
    programs_put(file, compact, 0.25, 2);
    fclose(file);
    programs_check_drawn(run_path, WITHOUT_LAW);
    PROGRAMS_HOLDS(run_path, CHART_SPEEDUP, ">e = 0.2<", ">e = 0.25<", ">placement compact<",
                   ">fitted: Amdahl at e (Karp\342\200\223Flatt at the largest n)<");
}

/* Amdahl's law has no serial fraction above 1: no curve, but the figure, and why. */
static void check_slower(const char *run_path) {
    FILE *file = programs_begin(run_path);
    programs_put(file, plain, 1.02, 2);
    fclose(file);
    programs_check_drawn(run_path, WITHOUT_LAW);
    PROGRAMS_HOLDS(run_path, CHART_SPEEDUP, ">e = 1.02<", "e is outside 0 to 1");
    PROGRAMS_LACKS(run_path, CHART_SPEEDUP, "fitted");
}

/* A p that the program was told is its law's; a measured one is written as near. */
static void check_with_p(const char *run_path) {
    struct program_point stated = plain, measured = plain;
    stated.p = 0.9;
    measured.p_measured = 0.8312;
    FILE *file = programs_begin(run_path);
    programs_put(file, stated, 0.1, 4);
    fclose(file);
    programs_check_drawn(run_path, WITH_LAW);
    PROGRAMS_HOLDS(run_path, CHART_SPEEDUP, ">p = 0.9<", ">ceiling of p = 0.9: 10<",
                   "; 0 of 2 points cannot tell.", "interval of measured/law, halved");
    PROGRAMS_LACKS(run_path, CHART_SPEEDUP, "fitted");

    file = programs_begin(run_path);
    programs_put(file, measured, 0.17, 4);
    fclose(file);
    programs_check_drawn(run_path, WITH_LAW);
    PROGRAMS_HOLDS(run_path, CHART_SPEEDUP, ">p \342\211\210 0.831<",
                   ">ceiling of p \342\211\210 0.831: 5.92<");
    PROGRAMS_LACKS(run_path, CHART_SPEEDUP, "fitted", "no p");
    PROGRAMS_HOLDS(run_path, CHART_KARP_FLATT, ">p \342\211\210 0.831<");
}

/* A series without a law beside one with it: a strip and a verdict for this one alone. */
static void check_mixed(const char *run_path) {
    struct program_point stated = plain;
    stated.workload = "told";
    stated.p = 0.9;
    FILE *file = programs_begin(run_path);
    programs_put(file, stated, 0.1, 4);
    programs_put(file, plain, 0.2, 4);
    fclose(file);
    programs_check_drawn(run_path, WITH_LAW);
    PROGRAMS_HOLDS(run_path, CHART_SPEEDUP, ">e = 0.2<", ">p = 0.9<", ">Amdahl's law<",
                   ">fitted: Amdahl at e = 0.2 (", "; 0 of 2 points cannot tell.",
                   "or of a speed-up without a law");
    char *svg = programs_read(run_path, CHART_SPEEDUP);
    const char *strip = svg == NULL ? NULL : strstr(svg, ">off the law, %<");
    CHECK(strip != NULL && strstr(strip + 1, ">off the law, %<") == NULL);
    free(svg);
}

/* The workload without work has no speed-up: there is nothing to draw of it. */
static void check_without_work(const char *run_path) {
    FILE *file = programs_begin(run_path);
    fputs("null,,threads,strong,spread,,,,,2,,0,24,0,0.01,,,,,,,,,24,,,0.1,0,0,0,,,,,block,,,,,,,"
          ",\n",
          file);
    fclose(file);
    programs_check_drawn(run_path, 0);
}

/* Idle cores are a loss of their own, and stand in the stack: its axis reaches n = 2, and the words
 * of a series of programs hold no other loss. */
static void check_ledger(const char *run_path) {
    struct program_point stated = plain;
    stated.p = 0.75;
    stated.idle = 1;
    stated.inflation = 0;
    FILE *file = programs_begin(run_path);
    programs_put(file, stated, 0.25, 2);
    fclose(file);
    programs_check_drawn(run_path, WITH_LAW);
    PROGRAMS_HOLDS(run_path, CHART_LEDGER, ">idle cores<", ">n = 2<", ">2<", ">1.60<");
    PROGRAMS_LACKS(run_path, CHART_LEDGER, ">serial<", ">fork<", ">inflation<", ">unexplained<");

    file = programs_begin(run_path);
    programs_put(file, plain, 0.25, 2);
    fclose(file);
    programs_check_drawn(run_path, WITHOUT_LAW);
    PROGRAMS_HOLDS(run_path, CHART_LEDGER, ">idle cores<", ">inflation<", ">cores, n<");
    PROGRAMS_LACKS(run_path, CHART_LEDGER, "parallel fraction", "no p");
}

/* Where the first mark of the kind stands, in the points of the sheet; NAN: nowhere. */
static double find_mark(const char *svg, const char *kind) {
    char before[64];
    double x = NAN;
    snprintf(before, sizeof before, "<use xlink:href='#%s' transform='translate(", kind);
    const char *at = svg == NULL ? NULL : strstr(svg, before);
    return at == NULL || sscanf(at + strlen(before), "%lf,", &x) != 1 ? NAN : x;
}

/* The axis reaches over the interval that the file gives, not that of S, and over what was seen;
 * both marks of the one n stand side by side. */
static void check_karp_flatt(const char *run_path) {
    struct program_point wide = plain, seen = plain;
    wide.karp_flatt_hi = 0.85;
    seen.seen = 0.62;
    FILE *file = programs_begin(run_path);
    programs_put(file, plain, 0.2, 2);
    fclose(file);
    programs_check_drawn(run_path, WITHOUT_LAW);
    PROGRAMS_HOLDS(run_path, CHART_KARP_FLATT, ">seen: one thread runnable<",
                   "found one runnable thread", ">0.2<");
    PROGRAMS_LACKS(run_path, CHART_KARP_FLATT, ">0.6<", ">0.8<");
    char *svg = programs_read(run_path, CHART_KARP_FLATT);
    double label_x = find_mark(svg, "gpPt6"), seen_x = find_mark(svg, "gpPt11");
    const char *points = svg == NULL ? NULL : strstr(svg, "color='#FFFFFF'/>");
    double measured_x = find_mark(points, "gpPt6");
    CHECK(label_x > seen_x);
    CHECK_NEAR(seen_x - measured_x, 40, 35);
    free(svg);

    file = programs_begin(run_path);
    programs_put(file, wide, 0.2, 2);
    fclose(file);
    programs_check_drawn(run_path, WITHOUT_LAW);
    PROGRAMS_HOLDS(run_path, CHART_KARP_FLATT, ">0.8<");

    file = programs_begin(run_path);
    programs_put(file, seen, 0.2, 2);
    fclose(file);
    programs_check_drawn(run_path, WITHOUT_LAW);
    PROGRAMS_HOLDS(run_path, CHART_KARP_FLATT, ">0.6<");

    seen.seen = NAN;
    file = programs_begin(run_path);
    programs_put(file, seen, 0.2, 2);
    fclose(file);
    programs_check_drawn(run_path, WITHOUT_LAW);
    PROGRAMS_LACKS(run_path, CHART_KARP_FLATT, ">seen: one thread runnable<", "Seen: ");
}

static void check_terminal(const char *run_path, unsigned columns, const char *legend) {
    char *text = NULL;
    size_t bytes = 0;
    FILE *file = programs_begin(run_path);
    programs_put(file, plain, 0.2, 4);
    fclose(file);
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(charts_print(run_path, stream, &(struct charts_screen){.columns = columns}, NULL), 0);
    fclose(stream);
    CHECK(strncmp(text, "prog: speed-up\n", 15) == 0);
    CHECK_HOLDS(text, "A e = 0.2\n");
    CHECK_HOLDS(text, legend);
    CHECK_HOLDS(text, " ..");
    free(text);
}

int main(void) {
    char run_path[FIXTURE_PATH_BYTES];
    if (!charts_available()) {
        puts("skipped: gnuplot is not installed");
        return FIXTURE_SKIPPED;
    }
    if (!fixture_make("run", run_path))
        return 1;
    check_without_p(run_path);
    check_places(run_path);
    check_slower(run_path);
    check_with_p(run_path);
    check_mixed(run_path);
    check_without_work(run_path);
    check_ledger(run_path);
    check_karp_flatt(run_path);
    check_terminal(run_path, 80,
                   "\nLetters: measured; dots: Amdahl at e = 0.2 (Karp-Flatt at n = 4)\n");
    check_terminal(run_path, 50, "\nLetters: measured; dots: Amdahl at e = 0.2\n");
    return check_done();
}
