/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The scripted engine's answers, to the nanosecond. */
#include "check.h"
#include "team/team.h"

static struct team *make(const struct team_script *script, unsigned workers) {
    struct team *team = NULL;
    struct fault fault = {0};
    struct team_spec spec = {.engine = "scripted", .workers = workers, .script = script};
    CHECK_INT(team_create(&spec, &team, &fault), 0);
    return team;
}

static void test_follows_the_script(void) {
    const struct team_script script = {
        .unit_s = 1e-6, .fork_s = 2e-7, .join_s = 1e-7, .start_ns = 5000};
    struct team *team = make(&script, 4);
    struct team_times times;
    struct team_span spans[4];
    CHECK_INT(team_now_ns(team), 5000);
    team_muster(team, 4);
    team_run(team, &(struct team_job){.serial_units = 100, .parallel_units = 402}, &times, spans);
    CHECK_INT(times.t0_ns, 5000);
    CHECK_INT(times.t1_ns, 5000 + 100000);
    CHECK_INT(spans[0].begin_ns, times.t1_ns);
    CHECK_INT(spans[1].begin_ns, times.t1_ns + 200);
    CHECK_INT(spans[0].end_ns - spans[0].begin_ns, 100000); /* 402 units in 4: 100, 101, 100, 101 */
    CHECK_INT(spans[3].end_ns - spans[3].begin_ns, 101000);
    CHECK_INT(times.t2_ns, spans[3].end_ns + 100);
    CHECK_INT(times.t3_ns, times.t2_ns); /* nothing runs, and so no `finish` */
    CHECK(team_now_ns(team) > times.t3_ns);
    team_free(team);
}

static void test_listed_times_in_turn(void) {
    struct team_script_time times_of[] = {{0.5, 2, 3e-3}, {0.5, 1, 4e-3}, {0.5, 2, 5e-3}};
    const struct team_script script = {.unit_s = 1e-6, .times = times_of, .time_count = 3};
    struct team *team = make(&script, 2);
    struct team_times times;
    struct team_span spans[2];
    team_muster(team, 2);
    for (int turn = 0; turn < 4; turn++) {
        team_run(team, &(struct team_job){.p = 0.5, .serial_units = 10, .parallel_units = 10},
                 &times, spans);
        CHECK_INT(times.t2_ns - times.t0_ns, turn % 2 == 0 ? 3000000 : 5000000);
        CHECK(times.t0_ns <= times.t1_ns && times.t1_ns <= spans[1].begin_ns);
        CHECK(spans[1].end_ns <= times.t2_ns);
        CHECK_INT(times.t3_ns, times.t2_ns);
    }
    team_free(team);
}

static void test_jitter_is_of_the_seed(void) {
    struct team_script script = {.unit_s = 1e-6, .jitter = 0.01, .seed = 7};
    int64_t lasted_ns[3];
    for (int turn = 0; turn < 3; turn++) {
        struct team_times times;
        struct team_span spans[1];
        script.seed = turn < 2 ? 7 : 8;
        struct team *team = make(&script, 1);
        team_run(team, &(struct team_job){.parallel_units = 1000}, &times, spans);
        lasted_ns[turn] = times.t2_ns - times.t0_ns;
        team_free(team);
    }
    CHECK_INT(lasted_ns[0], lasted_ns[1]);
    CHECK(lasted_ns[0] != lasted_ns[2]);
    CHECK_NEAR((double)lasted_ns[0], 1e6, 1e5);
}

static void test_needs_a_script(void) {
    struct team *team = NULL;
    struct fault fault = {0};
    struct team_spec spec = {.engine = "scripted", .workers = 1};
    CHECK_INT(team_create(&spec, &team, &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "--script");
}

int main(void) {
    test_follows_the_script();
    test_listed_times_in_turn();
    test_jitter_is_of_the_seed();
    test_needs_a_script();
    return check_done();
}
