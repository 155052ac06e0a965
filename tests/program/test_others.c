/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What others took of a run's cores, by ticks that are known. */
#include "check.h"
#include "place/place.h"
#include "program/others.h"

/* A second on three CPUs, of which 2 is not there and the last idles. */
static double share(unsigned busy, unsigned idle, unsigned steal, size_t count, double used_s) {
    struct cpu_ticks old[] = {{0, 100, 50, 7}, {1, 9, 9, 9}, {3, 0, 0, 0}};
    struct cpu_ticks new[] = {{0, 100 + busy, 50 + idle, 7 + steal}, {1, 9, 109, 9}, {3, 0, 0, 0}};
    const struct others_reading before = {old, 3, 5000000000}, after = {new, 3, 6000000000};
    static const unsigned pus[] = {0, 1, 3, 2};
    return others_share(&before, &after, pus, count, used_s);
}

static void test_share(void) {
    CHECK_NEAR(share(100, 0, 0, 1, 0.5), 0.5, 1e-9);
    CHECK_NEAR(share(50, 10, 40, 1, 0.5), 0.4, 1e-9); /* the host is another */
    CHECK_NEAR(share(100, 0, 0, 2, 0.5), 0.25, 1e-9);
    CHECK_NEAR(share(100, 0, 0, 1, 1), 0, 0);
    CHECK_NEAR(share(100, 0, 0, 1, 1.1), 0, 0); /* ticks are late */
    /* 5 % and a tick of 10 ms of each. */
    CHECK_NEAR(share(100, 0, 0, 1, 0.942), 0, 0);
    CHECK_NEAR(share(100, 0, 0, 1, 0.938), 0.062, 1e-9);
    CHECK_NEAR(share(100, 0, 0, 2, 0.882), 0, 0);
    CHECK_NEAR(share(100, 0, 0, 2, 0.878), 0.061, 1e-9);
}

static void test_not_told(void) {
    CHECK_NEAR(share(0, 0, 0, 1, 0), 0, 0);     /* zeros */
    CHECK_NEAR(share(100, 0, 0, 3, 0.1), 0, 0); /* zeros of one */
    CHECK_NEAR(share(100, 0, 0, 4, 0.1), 0, 0); /* and one that is not there */
    CHECK_NEAR(share(100, 0, 0, 0, 0), 0, 0);
}

static void test_pus(void) {
    for (int policy = 0; policy < 2; policy++) {
        struct place *place = NULL;
        unsigned pus[4] = {9, 9, 9, 9};
        const struct place_spec spec = {.synthetic = "core:4 pu:1",
                                        .policy = policy == 0 ? PLACE_SPREAD : PLACE_NONE};
        CHECK_INT(place_load(&spec, &place, NULL), 0);
        CHECK_INT(others_pus(place, 2, pus, 4), policy == 0 ? 2 : 4);
        CHECK_INT(pus[1], place_slot(place, 1).pu);
        CHECK_INT(pus[3], policy == 0 ? 9 : place_slot(place, 3).pu);
        CHECK_INT(others_pus(place, 5, pus, 4), 0);
        place_free(place);
    }
}

int main(void) {
    struct others_reading reading = {0};
    test_share();
    test_not_told();
    test_pus();
    CHECK_INT(others_read(&reading, NULL), 0);
    CHECK(reading.now_ns > 0);
    others_close(&reading);
    return check_done();
}
