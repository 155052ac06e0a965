/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Each chart from runs that it is for, and from runs that it has no rows of. */
#include "charts/charts.h"
#include "check.h"
#include "fixture.h"

#define SET(name) (1u << CHART_##name)

enum {
    STRONG = SET(SPEEDUP) | SET(RATIO) | SET(EFFICIENCY) | SET(KARP_FLATT) | SET(LEDGER),
    SCALED = SET(WEAK) | SET(RATIO) | SET(EFFICIENCY) | SET(LEDGER),
};

/* Draws all charts and checks that those in the set are there, and the others' files are not. */
static void check_drawn(const char *run_path, unsigned expected, unsigned formats) {
    struct fault fault = {0};
    unsigned drawn = 0;
    const struct charts_request request = {
        .run_path = run_path, .charts = CHARTS_ALL, .formats = formats};
    CHECK_INT(charts_draw(&request, &drawn, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(drawn, expected);
    for (int chart = 0; chart < CHART_COUNT; chart++) {
        static const char *const suffixes[] = {"svg", "png", "gp"};
        for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
            char name[64];
            snprintf(name, sizeof name, "charts/%s.%s", charts_name((enum chart)chart),
                     suffixes[i]);
            bool is_expected = (expected >> chart & 1) != 0;
            if (i == 1 && is_expected && !(formats & CHARTS_PNG))
                continue; /* one of an earlier draw may stand there still */
            CHECK_INT(fixture_has(run_path, name), is_expected);
        }
    }
}

/* The chart's SVG; the caller frees. NULL when there is none. */
static char *read_chart(const char *run_path, enum chart chart) {
    char name[64];
    snprintf(name, sizeof name, "charts/%s.svg", charts_name(chart));
    return fixture_read(run_path, name);
}

/* That the chart's SVG holds the words, as labels of their own where in ">…<". */
static void check_words(const char *run_path, const char *chart, const char *const *words) {
    char name[64];
    snprintf(name, sizeof name, "charts/%s.svg", chart);
    char *svg = fixture_read(run_path, name);
    CHECK(svg != NULL);
    for (; svg != NULL && *words != NULL; words++)
        CHECK_REPORT(strstr(svg, *words) != NULL, "%s does not hold \"%s\"", name, *words);
    free(svg);
}

static FILE *begin_run(const char *run_path) {
    FILE *file = fixture_open(run_path, "summary.csv", "w");
    fixture_put_header(file);
    return file;
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void check_strong(const char *run_path) {
    struct fixture_series doubtful = fixture_plain;
    doubtful.verdict = "cannot tell";
    doubtful.pus = 2;
    FILE *file = begin_run(run_path);
    fixture_put_fraction(file, &fixture_plain, 0.5, 4);
    fixture_put_fraction(file, &doubtful, 0.9, 4);
    fclose(file);
    fixture_put_samples(run_path, 35);
    check_drawn(run_path, STRONG | SET(SAMPLES), CHARTS_SVG | CHARTS_PNG);
    check_words(run_path, "speedup", WORDS("speed-up, T(1)/T(n)", ">oversubscribed<", "p = 0.9"));
    check_words(run_path, "efficiency",
                WORDS("efficiency, S/n", ">oversubscribed<", ">measured, cannot tell<", ">0.2<"));
    check_words(run_path, "karp-flatt", WORDS("e(n) = ", ">oversubscribed<", ">p = 0.5<"));
    check_words(run_path, "ratio",
                WORDS(">\342\210\2221.0<", ">\302\2610.20<", ">cannot tell<", ">oversubscribed<"));
    check_words(run_path, "ledger",
                WORDS(">imbalance<", ">unexplained<", ">1.32<", ">oversubscribed<",
                      "Below zero: a negative loss"));
    /* The fixture's file is of before foreign programs. */
    char *ledger = read_chart(run_path, CHART_LEDGER),
         *fraction = read_chart(run_path, CHART_KARP_FLATT);
    CHECK(ledger != NULL && strstr(ledger, ">idle cores<") == NULL);
    CHECK(fraction != NULL && strstr(fraction, ">seen: one thread runnable<") == NULL);
    free(ledger);
    free(fraction);
    check_words(run_path, "samples",
                WORDS(">disturbed: run delay: 5<", "All 30 valid and 5 invalid samples",
                      ">epoch 1<", "35 samples, 2 epochs"));
}

/* The pictures of the run before are gone. */
static void check_scaled(const char *run_path) {
    struct fixture_series weak = fixture_plain, copies = fixture_plain;
    weak.scaling = "weak";
    copies.scaling = "throughput";
    copies.p_basis = "";
    FILE *file = begin_run(run_path);
    fixture_put_fraction(file, &weak, 0.5, 8);
    fixture_put_fraction(file, &copies, NAN, 8);
    fclose(file);
    fixture_remove(run_path, "samples.csv");
    check_drawn(run_path, SCALED, CHARTS_SVG);
    check_words(run_path, "weak",
                WORDS(">scaled speed-up<", ">weak scaling<", ">throughput<", ">n copies<",
                      ">p = 0.5<", ">spin, threads, placement spread<"));
    check_words(run_path, "efficiency", WORDS("efficiency, scaled speed-up/n"));
    /* Only in the panel of the series that has it. */
    char *svg = fixture_read(run_path, "charts/weak.svg");
    const char *first = svg == NULL ? NULL : strstr(svg, ">p = 0.5<");
    CHECK(first != NULL && strstr(first + 1, ">p = 0.5<") == NULL);
    free(svg);
}

/* What differs names a panel, what does not stands once: also of the parameters. */
static void check_series(const char *run_path) {
    struct fixture_series first = fixture_plain, second = fixture_plain, third = fixture_plain;
    first.params = "runtime=libomp;wait=active";
    second.params = "runtime=libgomp;wait=active";
    third.params = "runtime=libomp;wait=active";
    third.place = "compact";
    FILE *file = begin_run(run_path);
    fixture_put_fraction(file, &first, 0.9, 4);
    fixture_put_fraction(file, &second, 0.9, 4);
    fixture_put_fraction(file, &third, 0.9, 4);
    fclose(file);
    check_drawn(run_path, STRONG, CHARTS_SVG);
    static const char *const names[] = {"speedup", "efficiency", "karp-flatt", "ratio"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        check_words(run_path, names[i],
                    WORDS(">runtime=libomp, placement spread<",
                          ">runtime=libgomp, placement spread<",
                          ">runtime=libomp, placement compact<",
                          ">spin, wait=active, threads, strong scaling<"));
    check_words(run_path, "ledger", WORDS(">runtime=libgomp, placement spread, p = 0.9<"));
}

/* Files from before foreign programs give the workload without work a speed-up, which is none: only
 * its samples are drawn; beside others it changes no axis. */
static void check_without_work(const char *run_path) {
    struct fixture_series null = fixture_plain;
    null.workload = "null";
    null.p_basis = "";
    FILE *file = begin_run(run_path);
    fixture_put_fraction(file, &null, NAN, 4);
    fclose(file);
    fixture_put_samples(run_path, 35);
    check_drawn(run_path, SET(SAMPLES), CHARTS_SVG);

    file = begin_run(run_path);
    fixture_put_fraction(file, &fixture_plain, 0.5, 4);
    fclose(file);
    check_drawn(run_path, STRONG | SET(SAMPLES), CHARTS_SVG);
    char *alone[CHART_COUNT];
    for (int chart = 0; chart < CHART_COUNT; chart++)
        alone[chart] = read_chart(run_path, (enum chart)chart);
    file = fixture_open(run_path, "summary.csv", "a");
    fixture_put_fraction(file, &null, NAN, 64);
    fclose(file);
    check_drawn(run_path, STRONG | SET(SAMPLES), CHARTS_SVG);
    for (int chart = 0; chart < CHART_COUNT; chart++) {
        char *beside = read_chart(run_path, (enum chart)chart);
        CHECK(!(STRONG & 1u << chart) || (beside != NULL && alone[chart] != NULL));
        CHECK(beside == NULL || alone[chart] == NULL || strcmp(beside, alone[chart]) == 0);
        free(beside);
        free(alone[chart]);
    }
    fixture_remove(run_path, "samples.csv");
}

/* One point; n = 1 only; many. */
static void check_sizes(const char *run_path) {
    FILE *file = begin_run(run_path);
    fixture_put_point(file, &fixture_plain, 1, 2);
    fclose(file);
    check_drawn(run_path, STRONG, CHARTS_SVG);
    check_words(run_path, "ledger", WORDS(">parallel fraction, p<", ">n = 2<"));

    file = begin_run(run_path);
    fixture_put_point(file, &fixture_plain, 1, 1);
    fclose(file);
    check_drawn(run_path, SET(SPEEDUP), CHARTS_SVG);

    static const double fractions[] = {0, 0.5, 0.75, 0.9, 0.95, 0.99, 1};
    file = begin_run(run_path);
    for (size_t i = 0; i < sizeof fractions / sizeof fractions[0]; i++)
        fixture_put_fraction(file, &fixture_plain, fractions[i], 1024);
    fclose(file);
    fixture_put_samples(run_path, 30000);
    check_drawn(run_path, STRONG | SET(SAMPLES), CHARTS_SVG);
    check_words(run_path, "ratio", WORDS(">1024<", ">p = 0.99<"));
    check_words(run_path, "ledger", WORDS(">share of n, %<"));
    check_words(run_path, "karp-flatt", WORDS("linear within \302\2610.0033, ", ">0.01<"));
    check_words(run_path, "samples", WORDS("Of 25715 valid samples one of 3 is drawn"));
}

/* Losses of both signs, each in the key: at n = 2 the speed-up of 1.8 and four times 0.2 make 2.6,
 * what stands below zero 0.6, with a tick of its axis on either side. */
static void check_delays(const char *run_path) {
    struct fixture_series delayed = fixture_plain;
    delayed.delays = 0.1;
    FILE *file = begin_run(run_path);
    fixture_put_fraction(file, &delayed, 0.9, 2);
    fclose(file);
    check_drawn(run_path, STRONG | SET(SAMPLES), CHARTS_SVG);
    check_words(run_path, "ledger",
                WORDS(">serial<", ">imbalance<", ">wait<", ">descheduled<", ">inflation<",
                      ">unexplained<", ">2.5<", ">\342\210\2220.5<",
                      "Below zero: a negative loss"));
}

static void check_pdf(const char *run_path) {
    unsigned drawn = 0;
    const struct charts_request request = {
        .run_path = run_path, .charts = SET(RATIO) | SET(WEAK), .formats = CHARTS_PDF};
    CHECK_INT(charts_draw(&request, &drawn, NULL), 0);
    CHECK_INT(drawn, SET(RATIO));
    char *pdf = fixture_read(run_path, "charts/ratio.pdf");
    CHECK(pdf != NULL && strncmp(pdf, "%PDF", 4) == 0);
    CHECK(fixture_has(run_path, "charts/ratio.svg")); /* of before: it was not asked for now */
    CHECK(fixture_has(run_path, "charts/efficiency.svg"));
    free(pdf);
}

/* A chart whose file is torn is told of, and does not keep the others away. */
static void check_torn(const char *run_path) {
    struct fault fault = {0};
    unsigned drawn = 0;
    const struct charts_request request = {
        .run_path = run_path, .charts = CHARTS_ALL, .formats = CHARTS_SVG};
    FILE *file = begin_run(run_path);
    fixture_put_fraction(file, &fixture_plain, 0.9, 4);
    fputs("spin,,threads,stro", file);
    fclose(file);
    file = fixture_open(run_path, "samples.csv", "w");
    fputs("sample,base_id,epo", file);
    fclose(file);
    CHECK_INT(charts_draw(&request, &drawn, &fault), -FAULT_SYSTEM);
    CHECK_HOLDS(fault.text, "samples.csv has no column epoch");
    CHECK_INT(drawn, STRONG);
    CHECK(!fixture_has(run_path, "charts/samples.svg"));
    check_words(run_path, "ratio", WORDS("1 row of summary.csv could not be read."));

    fixture_put_samples(run_path, 14);
    file = fixture_open(run_path, "samples.csv", "a");
    fputs("15,15,1", file);
    fclose(file);
    check_drawn(run_path, STRONG | SET(SAMPLES), CHARTS_SVG);
    check_words(run_path, "samples", WORDS("1 row of samples.csv could not be read."));
}

int main(void) {
    char run_path[FIXTURE_PATH_BYTES];
    if (!charts_available()) {
        puts("skipped: gnuplot is not installed");
        return FIXTURE_SKIPPED;
    }
    if (!fixture_make("run", run_path))
        return 1;
    check_strong(run_path);
    check_scaled(run_path);
    check_series(run_path);
    check_without_work(run_path);
    check_sizes(run_path);
    check_pdf(run_path);
    check_delays(run_path);
    check_torn(run_path);
    return check_done();
}
