/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The hardware counters of a thread, and of the engine `threads`. Exits 77 where there are none,
 * after the checks that need none. */
#include "befell.h"
#include "place/place.h"
#include "team/counters.h"

/* What others took of the counters' time is made up for; what never ran is not known. */
static void test_scaling(void) {
    struct counters counters = {
        .is_whole = true,
        .sum = {.enabled_ns = 300, .running_ns = 100, .cycles = 1000, .instructions = 2000}};
    CHECK_NEAR(counters_cycles(&counters), 3000, 1e-9);
    CHECK_NEAR(counters_instructions(&counters), 6000, 1e-9);
    counters.sum.enabled_ns = 100;
    CHECK(counters_cycles(&counters) == 1000 && counters_instructions(&counters) == 2000);
    counters.is_whole = false;
    CHECK(isnan(counters_cycles(&counters)) && isnan(counters_instructions(&counters)));
    counters.is_whole = true;
    counters.sum.running_ns = 0;
    CHECK(isnan(counters_cycles(&counters)) && isnan(counters_instructions(&counters)));
}

static void test_closed(void) {
    struct counters counters = COUNTERS_CLOSED;
    counters_begin(&counters);
    counters_end(&counters);
    CHECK(isnan(counters_cycles(&counters)) && isnan(counters_instructions(&counters)));
    counters_close(&counters);
    counters_close(&counters);
}

/* Only what lies between a begin and its end, summed; opened anew, from 0. */
static void test_sums(void) {
    struct counters counters = COUNTERS_CLOSED;
    for (int turn = 0; turn < 2; turn++) {
        counters_open(&counters);
        loops_turn(BEFELL_LOOPS);
        counters_begin(&counters);
        counters_end(&counters);
        CHECK(counters_instructions(&counters) < BEFELL_OWN);
        loops_turn(BEFELL_LOOPS);
        for (int part = 0; part < 2; part++) {
            counters_begin(&counters);
            loops_turn(BEFELL_LOOPS);
            counters_end(&counters);
        }
        CHECK(counters_instructions(&counters) > 2.0 * BEFELL_LOOPS);
    }
    double sum = counters_instructions(&counters);
    counters_close(&counters);
    CHECK(counters_instructions(&counters) == sum);
    counters_open(&counters);
    counters_begin(&counters);
    counters_end(&counters);
    CHECK(counters_instructions(&counters) < BEFELL_OWN);
    counters_close(&counters);
}

static bool test_threads(const struct place *place) {
    struct team_spec spec = {
        .engine = "threads", .place = place, .workers = BEFELL_WORKERS, .yields = true};
    struct team *team = NULL;
    struct fault fault = {0};
    CHECK_INT(team_create(&spec, &team, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(team_has_counters(team), counters_are_there());
    bool counts = befell_check_counters(team);
    team_free(team);

    spec.clocks_off = true; /* there is nothing to count between */
    CHECK_INT(team_create(&spec, &team, &fault), 0);
    CHECK(!team_has_counters(team));
    team_free(team);
    return counts;
}

int main(void) {
    struct place *place = NULL;
    struct fault fault = {0};
    CHECK_INT(place_load(&(struct place_spec){.policy = PLACE_SPREAD}, &place, &fault), 0);
    test_scaling();
    test_closed();
    if (counters_are_there())
        test_sums();
    bool counts = test_threads(place);
    place_free(place);
    int status = check_done();
    return status == 0 && !counts ? 77 : status;
}
