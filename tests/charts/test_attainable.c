/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What is attainable by the sentinel, as bars beside the law: drawn where it is known alone. */
#include "programs.h"

#include "record/run_dir.h"

/* p = 0.9 at n = 1, 2 and 4; of Amdahl's law, `share` of which is attainable on more than one core.
 */
static void put_rows(const char *run_path, double share) {
    struct summary_row rows[3];
    struct fault fault = {0};
    for (unsigned i = 0; i < 3; i++) {
        unsigned n = 1u << i;
        double law = 1 / (0.1 + 0.9 / n);
        rows[i] = (struct summary_row){
            .series = {"spin", "", "threads", "strong", "spread", "block"},
            .p = 0.9,
            .p_work = 0.9,
            .p_measured = {0.9, NAN, NAN},
            .p_basis = "work",
            .n = n,
            .samples = 20,
            .time_s = {0.01 / law, NAN, NAN},
            .speedup = {law, law * 0.999, law * 1.001},
            .law_speedup = law,
            .ratio = {1, 0.999, 1.001},
            .rounds = 20,
            .interval_kind = "time blocks",
            .verdict = "agrees",
            .bytes_per_s = NAN,
            .karp_flatt = n == 1 ? NAN : 0.1,
            .karp_flatt_lo = NAN,
            .karp_flatt_hi = NAN,
            .serial_fraction_seen = {NAN, NAN, NAN},
            .capacity = {n, n, n},
            .clock = 1,
            .attainable_speedup = n == 1 ? 1 : law * share,
        };
    }
    CHECK_INT(run_dir_write_summary(run_path, rows, 3, &fault), 0);
    CHECK_STRING(fault.text, "");
}

static void draw(const char *run_path) {
    struct fault fault = {0};
    unsigned drawn = 0;
    const struct charts_request request = {
        .run_path = run_path, .charts = CHARTS_ALL, .formats = CHARTS_SVG};
    CHECK_INT(charts_draw(&request, &drawn, &fault), 0);
    CHECK_STRING(fault.text, "");
}

int main(void) {
    static const char entry[] = ">bar: attainable, by the sentinel<";
    char run_path[FIXTURE_PATH_BYTES];
    if (!charts_available()) {
        puts("skipped: gnuplot is not installed");
        return FIXTURE_SKIPPED;
    }
    if (!fixture_make("run", run_path))
        return 1;
    put_rows(run_path, NAN);
    draw(run_path);
    PROGRAMS_LACKS(run_path, CHART_SPEEDUP, entry);
    PROGRAMS_LACKS(run_path, CHART_EFFICIENCY, entry);

    put_rows(run_path, 0.8);
    draw(run_path);
    PROGRAMS_HOLDS(run_path, CHART_SPEEDUP, entry);
    PROGRAMS_HOLDS(run_path, CHART_EFFICIENCY, entry);
    PROGRAMS_LACKS(run_path, CHART_KARP_FLATT, entry);
    char *before = programs_read(run_path, CHART_EFFICIENCY);

    put_rows(run_path, 0.7);
    draw(run_path);
    char *after = programs_read(run_path, CHART_EFFICIENCY);
    CHECK_REPORT(before != NULL && after != NULL && strcmp(before, after) != 0,
                 "another share, the same chart: no bar is drawn");
    free(before);
    free(after);
    return check_done();
}
