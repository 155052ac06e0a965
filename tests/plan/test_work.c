/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The units of a fraction: known answers, and what must hold for any lists. */
#include "check.h"
#include "plan/plan.h"

#include <stdlib.h>

static struct plan_cores cores_of(const char *list) {
    static const struct plan_machine any = {
        .cache_cores = 1, .numa_cores = 1, .package_cores = 1, .cores = 4096, .pus = 4096};
    struct plan_cores cores = {.count = 0};
    CHECK_INT(plan_parse_cores(list, &any, false, &cores, NULL), 0);
    return cores;
}

static void check_work(double p, double unit_s, double sample_s, const char *list, uint64_t serial,
                       uint64_t parallel) {
    struct plan_cores cores = cores_of(list);
    struct plan_work work = {.p = -1};
    struct fault fault = {.code = FAULT_NONE};
    CHECK_INT(plan_work(p, unit_s, sample_s, &cores, &work, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_REPORT(work.serial_units == serial && work.parallel_units == parallel,
                 "p = %g on %s: %llu + %llu units, expected %llu + %llu", p, list,
                 (unsigned long long)work.serial_units, (unsigned long long)work.parallel_units,
                 (unsigned long long)serial, (unsigned long long)parallel);
    CHECK_NEAR(work.p, p, 0);
    CHECK_NEAR(work.p_work, (double)parallel / (double)(serial + parallel), 0);
}

static void test_known(void) {
    check_work(0, 1e-6, 1e-3, "1,2", 1000, 0);
    check_work(1, 1e-6, 1e-3, "1,2", 0, 2000);
    check_work(0.5, 1e-6, 1e-3, "1,2", 667, 666);   /* T(2) = 667 + 333 units */
    check_work(0.95, 1e-6, 1e-3, "1,2", 100, 1900); /* 1905 would do: taken like p = 1 */
    check_work(0.9, 1e-6, 1e-3, "1,2", 200, 1800);
    check_work(1, 1e-6, 1e-3, "1-4", 0, 4008); /* 12 divides it */
    check_work(1, 1e-6, 1e-3, "1,3", 0, 3000);
    check_work(0.5, 1e-6, 1e-3, "1", 500, 500); /* no other count: one share */
    /* 27720 divides by 1 to 12; a search by steps of its own would pass over its multiple. */
    check_work(1, 1e-6, 27.7502e-3, "1-12", 0, 360360);
    /* One serial unit in 10000: ten times the length asked for. */
    check_work(0.9999, 1e-6, 5e-4, "1,2", 1, 9998);
}

static double amdahl(double p, double n) {
    return 1 / ((1 - p) + p / n);
}

static void check_holds(double p, double unit_s, double sample_s, const struct plan_cores *cores) {
    struct plan_work work = {.p = -1};
    struct fault fault = {.code = FAULT_NONE};
    unsigned most = cores->value[cores->count - 1];
    if (plan_work(p, unit_s, sample_s, cores, &work, &fault) != 0) {
        /* Refused only where even 16 times the length has too few units: half a unit is over the
         * tolerance. */
        double units = 16 * sample_s / unit_s * amdahl(p, most);
        CHECK_REPORT(0.5 / units > 0.01 * (1 - p),
                     "refused p = %g, unit %g s, sample %g s, n <= %u: %s", p, unit_s, sample_s,
                     most, fault.text);
        CHECK_INT(fault.code, FAULT_WORKLOAD);
        return;
    }
    double units = (double)work.serial_units + (double)work.parallel_units;
    CHECK_REPORT(fabs(work.p_work - p) <= 0.01 * (1 - p), "p_work %.17g of p %.17g", work.p_work,
                 p);
    CHECK_NEAR(work.p_work, (double)work.parallel_units / units, 0);
    CHECK_REPORT(plan_sample_seconds(&work, unit_s, most) >= sample_s * (1 - 1e-9),
                 "p = %g: T(%u) lasts %g s of %g s", p, most,
                 plan_sample_seconds(&work, unit_s, most), sample_s);
    /* No more than needed: 10 % for equal shares, on top of what the tolerance asks for; and never
     * much more than 16 times the length. */
    double asked = sample_s / unit_s * amdahl(p, most) + 1;
    double needed = fmax(asked, p < 1 ? 0.5 / (0.01 * (1 - p)) : 1);
    CHECK_REPORT(units <= needed * 1.22 + 3 && units <= asked * 16 * 1.22 + 3,
                 "p = %g, n <= %u: %g units where %g are needed", p, most, units, needed);
}

static void test_any_lists(void) {
    static const char *const lists[] = {"1",         "2",         "1-4",  "1-9:2",
                                        "1-64:x2",   "7,11,13",   "1-64", "1-4096:16",
                                        "1-4096:x2", "3-4095:x3", "4096", "1-4000:17"};
    static const double fractions[] = {0,   1e-6, 0.001, 0.1,  1. / 3, 0.5,    0.75,    0.9,
                                       .95, .975, 0.99,  .999, 0.9995, 0.9999, 0.99999, 1};
    static const double units_s[] = {2e-9, 17e-9, 1.3e-6, 50e-6, 3e-3};
    static const double samples_s[] = {1e-4, 1e-3, 20e-3};
    for (size_t l = 0; l < sizeof lists / sizeof lists[0]; l++) {
        struct plan_cores cores = cores_of(lists[l]);
        for (size_t f = 0; f < sizeof fractions / sizeof fractions[0]; f++)
            for (size_t u = 0; u < sizeof units_s / sizeof units_s[0]; u++)
                for (size_t s = 0; s < sizeof samples_s / sizeof samples_s[0]; s++)
                    check_holds(fractions[f], units_s[u], samples_s[s], &cores);
    }
}

/* Where 10 % more leaves room for a common multiple, the shares are equal at every count. */
static void test_equal_shares(void) {
    static const double fractions[] = {0.1, 0.5, 0.75, 0.9, 0.95, 0.99, 1};
    static const char *const lists[] = {"1,2", "1-4", "1-6", "1-64:x2", "1,2,3,4,6,8,12"};
    for (size_t l = 0; l < sizeof lists / sizeof lists[0]; l++) {
        struct plan_cores cores = cores_of(lists[l]);
        for (size_t f = 0; f < sizeof fractions / sizeof fractions[0]; f++) {
            struct plan_work work = {.p = -1};
            CHECK_INT(plan_work(fractions[f], 20e-9, 2e-3, &cores, &work, NULL), 0);
            for (size_t i = 0; i < cores.count; i++)
                CHECK_REPORT(work.parallel_units % cores.value[i] == 0,
                             "p = %g: %llu units on %u workers", fractions[f],
                             (unsigned long long)work.parallel_units, cores.value[i]);
        }
    }
}

/* Near p = 1 the work is that of p = 1, unit for unit. */
static void test_anchor_serves(void) {
    struct plan_cores cores = cores_of("1,2");
    struct plan_work whole = {.p = -1}, work = {.p = -1};
    static const double served[] = {0.9, 0.95, 0.99, 0.999, 0.9995};
    CHECK_INT(plan_work(1, 20e-9, 2e-3, &cores, &whole, NULL), 0);
    for (size_t i = 0; i < sizeof served / sizeof served[0]; i++) {
        CHECK_INT(plan_work(served[i], 20e-9, 2e-3, &cores, &work, NULL), 0);
        CHECK_INT(work.serial_units + work.parallel_units, whole.parallel_units);
    }
    CHECK_INT(plan_work(0.75, 20e-9, 2e-3, &cores, &work, NULL), 0);
    CHECK(work.serial_units + work.parallel_units < whole.parallel_units);
}

static void test_refused(void) {
    struct plan_cores cores = cores_of("1,2");
    struct plan_work work = {.p = -1};
    struct fault fault = {.code = FAULT_NONE};
    CHECK_INT(plan_work(0.9999, 1e-3, 1e-3, &cores, &work, &fault), -FAULT_WORKLOAD);
    CHECK_HOLDS(fault.text, "p = 0.9999 cannot be made");
    CHECK_HOLDS(fault.text, "--min-time");
    CHECK_NEAR(work.p, -1, 0);
    CHECK_INT(plan_work(0.5, 0, 1e-3, &cores, &work, NULL), -FAULT_WORKLOAD);
    CHECK_INT(plan_work(0.5, NAN, 1e-3, &cores, &work, NULL), -FAULT_WORKLOAD);
    CHECK_INT(plan_work(0.5, 1e-300, 1e-3, &cores, &work, NULL), -FAULT_WORKLOAD);
    CHECK_INT(plan_work(NAN, 1e-6, 1e-3, &cores, &work, NULL), -FAULT_WORKLOAD);
}

int main(void) {
    test_known();
    test_any_lists();
    test_equal_shares();
    test_anchor_serves();
    test_refused();
    return check_done();
}
