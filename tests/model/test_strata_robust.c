/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Strata of noisy rows: outliers, drift, and rounds that remember; and, by simulation, the
 * intervals that come of them. */
#include "check.h"
#include "model/memory.h"
#include "model/solve.h"
#include "model/strata_rows.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

enum { REPLICATES = 200, ROUNDS_MOST = 200, COUNTS_MOST = 7 };

static const double SERIAL = 0.05, NOISE = 0.03;

struct plan {
    const char *name;
    int counts; /* n = 1, 2, 4, … */
    uint32_t runs;
    bool has_rounds;
    double drift;    /* of the logarithm, over the run */
    double outliers; /* the share of rows that take half as long again */
    double memory;   /* from a round to the next, of a disturbance that grows with log n */
};

static double log_law(double serial, double n) {
    return log(serial + (1 - serial) / n);
}

static void simulate(const struct plan *plan, gsl_rng *rng, struct made_rows *made) {
    double shared = gsl_ran_gaussian(rng, 1), kept = plan->memory;
    made->count = 0;
    for (uint32_t run = 0; run < plan->runs; run++) {
        shared = kept * shared + sqrt(1 - kept * kept) * gsl_ran_gaussian(rng, 1);
        for (int i = 0; i < plan->counts; i++) {
            double y = log_law(SERIAL, 1 << i) + gsl_ran_gaussian(rng, NOISE);
            y += plan->drift * run / plan->runs;
            if (kept > 0)
                y += 0.7 * NOISE * shared * i / (plan->counts - 1);
            if (gsl_rng_uniform(rng) < plan->outliers)
                y += log(1.5);
            add_row(made, 1 << i, y, plan->has_rounds ? run : MEASURED_NO_ROUND);
        }
    }
}

/* --- single cases --- */

/* One of each ten rows twice as slow: levels stay, and the scatter says what is left. */
static void outliers_are_drawn_in(void) {
    const struct plan plan = {"", 4, 40, true, 0.2, 0, 0};
    struct made_rows made;
    struct strata strata;
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    for (int has_rounds = 0; has_rounds < 2; has_rounds++) {
        simulate(&plan, rng, &made);
        for (size_t i = 0; i < made.count; i++) {
            made.rows[i].value *= i % 10 == 0 ? 2 : 1;
            if (!has_rounds)
                made.rows[i].round = MEASURED_NO_ROUND;
        }
        CHECK_INT(make_strata(&made, &strata), 0);
        for (uint32_t cell = 1; cell < 4; cell++)
            CHECK_NEAR(strata.cell_y[cell] - strata.cell_y[0],
                       log_law(SERIAL, strata.sites[cell].n), has_rounds ? 0.035 : 0.08);
        CHECK(strata.drawn_in > 0.09 && strata.drawn_in < 0.15);
        CHECK(strata.noise > NOISE && strata.noise < (has_rounds ? 0.06 : 0.12));
        /* of plain rows the variance would be above 0.07 */
        CHECK(strata.pure_ss / strata.pure_df < (has_rounds ? 0.003 : 0.012));
        strata_release(&strata);
    }
    gsl_rng_free(rng);
}

/* Three rows, one of them far out. */
static void three_rows(void) {
    struct made_rows made = {.count = 0};
    struct strata strata;
    for (int n = 1; n <= 4; n++)
        for (int i = -1; i <= 1; i++)
            add_row(&made, n, -log(n) + 0.02 * i + (n == 2 && i == 1 ? 0.5 : 0), MEASURED_NO_ROUND);
    CHECK_INT(make_strata(&made, &strata), 0);
    CHECK_NEAR(strata.cell_y[0], 0, 1e-9);
    CHECK_NEAR(strata.cell_y[1], -log(2) - 0.01, 1e-3); /* between the two others */
    CHECK_NEAR(strata.drawn_in, 1. / 12, 1e-9);
    strata_release(&strata);
}

/* What a round adds to all of its rows leaves everything else as it was. */
static void rounds_take_the_drift(void) {
    struct plan plan = {"", 4, 30, true, 0, 0.05, 0};
    struct made_rows made;
    struct strata plain, drifted;
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    simulate(&plan, rng, &made);
    CHECK_INT(make_strata(&made, &plain), 0);
    for (size_t i = 0; i < made.count; i++)
        made.rows[i].value *= 1 + 3 * fabs(sin(made.rows[i].round));
    CHECK_INT(make_strata(&made, &drifted), 0);
    for (uint32_t cell = 1; cell < 4; cell++)
        CHECK_NEAR(drifted.entries[cell].mean - drifted.entries[0].mean,
                   plain.entries[cell].mean - plain.entries[0].mean, 5e-4);
    CHECK_NEAR(drifted.pure_ss, plain.pure_ss, 0.01 * plain.pure_ss);
    CHECK_NEAR(drifted.noise, plain.noise, 0.05 * plain.noise);
    CHECK(drifted.round_effects[1] - drifted.round_effects[0] > 1);
    strata_release(&drifted);
    strata_release(&plain);
    gsl_rng_free(rng);
}

/* --- simulation --- */

struct tally {
    double covered, square, seen, memory;
};

static double ss_at(const struct solve_design *design, double serial) {
    struct solve_design held = *design;
    struct solve_answer answer;
    held.least[0] = held.most[0] = serial;
    solve_minimise(&held, NULL, &answer);
    return answer.lack_ss;
}

/* Whether the F-test of the sum of squares leaves the true s in the 95 % interval. */
static bool covers(const struct solve_design *design, double least_ss) {
    const struct strata *strata = design->strata;
    double groups = strata->rounds > 0 ? (double)strata->rounds : 1;
    double df = (double)strata->rows - groups - 1;
    double variance = (least_ss + strata->pure_ss) / df;
    if (strata->memory > 1) {
        variance *= strata->memory;
        df = (double)strata->blocks - 1;
    }
    return ss_at(design, SERIAL) - least_ss <= variance * gsl_cdf_fdist_Pinv(0.95, 1, df);
}

static void fit_once(struct made_rows *made, struct tally *tally) {
    struct strata strata;
    struct solve_design design;
    struct solve_answer answer;
    CHECK_INT(make_strata(made, &strata), 0);
    CHECK_INT(solve_design_make(&model_amdahl, &strata, &design, NULL), 0);
    design.least[0] = -1; /* s near its bound would be no test of the strata */
    solve_minimise(&design, NULL, &answer);
    tally->covered += covers(&design, answer.lack_ss) / (double)REPLICATES;
    tally->square += pow(answer.shapes[0] - SERIAL, 2) / REPLICATES;
    tally->seen += (strata.memory > 1) / (double)REPLICATES;
    tally->memory += strata.memory / REPLICATES;
    solve_design_release(&design);
    strata_release(&strata);
}

/* The closed form of se(s): noise over the root of the runs and of the scatter of
 * (n - 1)/(1 + s (n - 1)). */
static double bound_of(const struct plan *plan) {
    double sum = 0, square = 0;
    for (int i = 0; i < plan->counts; i++) {
        double n = 1 << i, g = (n - 1) / (1 + SERIAL * (n - 1));
        sum += g;
        square += g * g;
    }
    return NOISE / sqrt(plan->runs * (square - sum * sum / plan->counts));
}

static struct tally repeat(const struct plan *plan) {
    static struct made_rows made; /* too large for the stack of a thread */
    struct tally tally = {0};
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    for (int i = 0; i < REPLICATES; i++) {
        simulate(plan, rng, &made);
        fit_once(&made, &tally);
    }
    gsl_rng_free(rng);
    printf("%-32s covers %.3f, rmse %.2f of the bound, memory seen in %.2f, mean %.2f\n",
           plan->name, tally.covered, sqrt(tally.square) / bound_of(plan), tally.seen,
           tally.memory);
    return tally;
}

/* 200 replicates: a share of 95 % has a standard error of 1.5 %, a root of mean squares of 5 %. */
static void independent_rounds(void) {
    static const struct plan plans[] = {
        {"n to 8", 4, 30, false, 0, 0, 0},
        {"n to 8, outliers", 4, 30, false, 0, 0.05, 0},
        {"n to 64", 7, 30, false, 0, 0, 0},
        {"n to 64, outliers", 7, 30, false, 0, 0.05, 0},
        {"n to 8, rounds", 4, 30, true, 0.03, 0, 0},
        {"n to 8, rounds, outliers", 4, 30, true, 0.03, 0.05, 0},
        {"n to 64, rounds", 7, 30, true, 0.03, 0, 0},
        {"n to 64, rounds, outliers", 7, 30, true, 0.03, 0.05, 0},
        {"pairs", 2, 30, true, 0.03, 0, 0},
        {"pairs, outliers", 2, 30, true, 0.03, 0.05, 0},
        {"5 runs", 4, 5, false, 0, 0, 0},
        {"5 rounds", 4, 5, true, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) {
        struct tally tally = repeat(&plans[i]);
        double rmse = sqrt(tally.square) / bound_of(&plans[i]);
        CHECK_REPORT(tally.covered > 0.895, "%s: covers %g", plans[i].name, tally.covered);
        CHECK_REPORT(rmse < (plans[i].outliers > 0 ? 1.3 : 1.25), "%s: rmse is %g of the bound",
                     plans[i].name, rmse);
        CHECK_REPORT(!(tally.seen > 0.4), "%s: memory seen in %g", plans[i].name, tally.seen);
    }
}

static void rounds_that_remember(void) {
    static const struct plan plans[] = {
        {"half is handed on, 30 rounds", 4, 30, true, 0.03, 0, 0.5},
        {"4/5 is handed on, 200 rounds", 4, 200, true, 0.03, 0, 0.8},
    };
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) {
        struct tally tally = repeat(&plans[i]);
        CHECK_REPORT(tally.covered > 0.86, "%s: covers %g", plans[i].name, tally.covered);
        CHECK(tally.seen > (i == 0 ? 0.3 : 0.7));
        CHECK(tally.memory > (i == 0 ? 1.25 : 1.9));
    }
}

/* Times of Amdahl's law in rounds that differ by 3 %: of all n, or each of n = 1 and one other. */
static void simulate_few(int counts, uint32_t rounds, bool in_pairs, gsl_rng *rng,
                         struct made_rows *made) {
    made->count = 0;
    for (uint32_t round = 0; round < rounds; round++) {
        double level = gsl_ran_gaussian(rng, NOISE);
        for (int i = 0; i < counts; i++)
            if (!in_pairs || i == 0 || i == 1 + (int)round % (counts - 1))
                add_row(made, 1 << i,
                        log_law(SERIAL, 1 << i) + level + gsl_ran_gaussian(rng, NOISE), round);
    }
}

/* Whether the F-test of strata.h finds a lack of fit at 1 %, of the law that is true. */
static bool is_refuted(struct made_rows *made) {
    struct strata strata;
    struct solve_design design;
    struct solve_answer answer;
    CHECK_INT(make_strata(made, &strata), 0);
    CHECK_INT(solve_design_make(&model_amdahl, &strata, &design, NULL), 0);
    design.least[0] = -1;
    solve_minimise(&design, NULL, &answer);
    double df = strata.differences - 1, noise_df = strata.pure_df + strata.cells_df;
    double f =
        (answer.lack_ss - strata.cells_ss) / df / ((strata.pure_ss + strata.cells_ss) / noise_df);
    bool found = gsl_cdf_fdist_Q(f, df, noise_df) < 0.01;
    solve_design_release(&design);
    strata_release(&strata);
    return found;
}

/* Few rounds' noise is not drawn in, so that what is left of it is not too little: 2000 replicates,
 * of which a share of 1 % has a standard error of 0.22 %. */
static void few_rounds_refute_no_true_law(void) {
    static const struct {
        int counts;
        uint32_t rounds;
        bool in_pairs;
    } cases[] = {{4, 3, false}, {4, 4, false},  {4, 7, false}, {7, 3, false}, {7, 4, false},
                 {7, 7, false}, {7, 10, false}, {4, 9, true},  {4, 12, true}, {7, 30, true}};
    static struct made_rows made;
    enum { REPLICATES_OF_FEW = 2000 };
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int refuted = 0;
        for (int k = 0; k < REPLICATES_OF_FEW; k++) {
            simulate_few(cases[i].counts, cases[i].rounds, cases[i].in_pairs, rng, &made);
            refuted += is_refuted(&made);
        }
        double share = refuted / (double)REPLICATES_OF_FEW;
        printf("%u rounds of %s of %d counts: refuted in %.2f %%\n", cases[i].rounds,
               cases[i].in_pairs ? "two" : "all", cases[i].counts, 100 * share);
        CHECK_REPORT(share < 0.019, "%u rounds of %d counts: refuted in %g", cases[i].rounds,
                     cases[i].counts, share);
    }
    gsl_rng_free(rng);
}

static void too_few_rounds_to_tell(void) {
    for (uint32_t runs = 10; runs <= 14; runs += 4) {
        const struct plan plan = {"", 3, runs, true, 0, 0, 0};
        struct made_rows made;
        struct strata strata;
        gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
        simulate(&plan, rng, &made);
        CHECK_INT(make_strata(&made, &strata), 0);
        CHECK_INT(isnan(strata.memory), runs < 12);
        CHECK(runs >= 12 ? strata.memory >= 1 : strata.blocks == 0);
        strata_release(&strata);
        gsl_rng_free(rng);
    }
}

int main(void) {
    outliers_are_drawn_in();
    three_rows();
    rounds_take_the_drift();
    independent_rounds();
    rounds_that_remember();
    few_rounds_refute_no_true_law();
    too_few_rounds_to_tell();
    return check_done();
}
