/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The work and the law of each kind of scaling, by hand. */
#include "check.h"
#include "explain/law.h"
#include "explain/pairs.h"

#include <stdio.h>

static struct sample sample_of(const char *scaling, double p_work, unsigned n) {
    struct sample sample = {
        .p = p_work, .p_work = p_work, .p_basis = "work", .n = n, .units = 100, .pus = 64};
    snprintf(sample.series.scaling, sizeof sample.series.scaling, "%s", scaling);
    return sample;
}

/* Eight workers on two PUs. */
static struct sample oversubscribed(const char *scaling, double p_work) {
    struct sample sample = sample_of(scaling, p_work, 8);
    sample.oversubscribed = true;
    sample.pus = 2;
    return sample;
}

static void test_strong(void) {
    struct sample sample = sample_of("strong", 0.75, 4);
    CHECK_NEAR(law_work(&sample, sample.p_work), 1, 0);
    CHECK_NEAR(law_speedup(&sample, 0.5), 1 / 0.625, 1e-15); /* at the p that is given */
    CHECK_NEAR(law_speedup(&sample, 1), 4, 0);
    sample = oversubscribed("strong", 0.5);
    CHECK_NEAR(law_work(&sample, sample.p_work), 1, 0);
    CHECK_NEAR(law_speedup(&sample, 0.5), 1 / 0.75, 1e-15);
}

static void test_weak(void) {
    struct sample sample = sample_of("weak", 0.75, 4);
    CHECK_NEAR(law_work(&sample, sample.p_work), 0.25 + 3, 0);
    CHECK_NEAR(law_speedup(&sample, 0.75), 3.25, 1e-15);
    CHECK_NEAR(law_speedup(&sample, 0.5), 0.5 + 2, 1e-15);
    sample = sample_of("weak", 0.75, 1);
    CHECK_NEAR(law_work(&sample, sample.p_work), 1, 0);
    /* 0.5 + 4 of work in 0.5 + 0.5 * 8/2 */
    sample = oversubscribed("weak", 0.5);
    CHECK_NEAR(law_work(&sample, sample.p_work), 4.5, 0);
    CHECK_NEAR(law_speedup(&sample, 0.5), 4.5 / 2.5, 1e-15);
}

static void test_throughput(void) {
    struct sample sample = sample_of("throughput", NAN, 6);
    CHECK_NEAR(law_work(&sample, sample.p_work), 6, 0);
    CHECK_NEAR(law_speedup(&sample, NAN), 6, 0);
    sample = oversubscribed("throughput", NAN);
    CHECK_NEAR(law_work(&sample, sample.p_work), 8, 0); /* eight copies were made all the same */
    CHECK_NEAR(law_speedup(&sample, NAN), 2, 0);
}

/* The p of a pair is that of the units, or of the clocks of its own T(1). */
static void test_p_of_pair(void) {
    struct sample sample = sample_of("weak", 0.75, 4), base = sample_of("weak", 0.75, 1);
    base.time_s = 2;
    base.serial_s = 1;
    CHECK_NEAR(law_p(&sample, &base), 0.75, 0);
    snprintf(sample.p_basis, sizeof sample.p_basis, "measured");
    CHECK_NEAR(law_p(&sample, &base), 0.5, 0);
    sample.time_s = 2.5; /* 0.5 + 4 * 0.5 of T(1)'s work, in 1.25 of its time */
    CHECK_NEAR(pair_speedup(&(struct pair){&sample, &base}), 2.5 / 1.25, 1e-15);
}

/* An older file does not say how many PUs there were; and a sample is not labelled for nothing. */
static void test_unknown_pus(void) {
    struct sample sample = oversubscribed("throughput", NAN);
    sample.pus = 0;
    CHECK_NEAR(law_speedup(&sample, NAN), 8, 0);
    sample = oversubscribed("throughput", NAN);
    sample.oversubscribed = false;
    CHECK_NEAR(law_speedup(&sample, NAN), 8, 0);
}

/* Without units there is no work that could grow. */
static void test_no_work(void) {
    static const char *const scalings[] = {"strong", "weak", "throughput"};
    for (int i = 0; i < 3; i++) {
        struct sample sample = sample_of(scalings[i], NAN, 4);
        sample.units = 0;
        CHECK_NEAR(law_work(&sample, sample.p_work), 1, 0);
    }
}

static void test_owner(void) {
    CHECK_STRING(law_owner("strong"), "Amdahl's");
    CHECK_STRING(law_owner("weak"), "Gustafson's");
    CHECK_STRING(law_owner("throughput"), "the ideal");
}

int main(void) {
    test_strong();
    test_weak();
    test_throughput();
    test_unknown_pus();
    test_no_work();
    test_p_of_pair();
    test_owner();
    return check_done();
}
