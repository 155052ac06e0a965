/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What befalls a thread, and the workers of the engine `threads`. What needs two PUs is left out on
 * one. */
#include "befell.h"
#include "place/place.h"
#include "team/account.h"
#include "team/clock.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

static void move_self(int pu) {
    size_t bytes = CPU_ALLOC_SIZE(pu + 1);
    cpu_set_t *pus = CPU_ALLOC(pu + 1);
    if (pus == NULL)
        return;
    CPU_ZERO_S(bytes, pus);
    CPU_SET_S((size_t)pu, bytes, pus);
    sched_setaffinity(0, bytes, pus);
    CPU_FREE(pus);
}

/* Moves through a list of PUs, from the first; twice, of which the second counts. */
static struct team_span account_of_moves(bool may_move, const int *pus, size_t count) {
    struct account account;
    account_open(&account, may_move);
    for (int turn = 0; turn < 2; turn++) {
        move_self(pus[0]);
        account_arm(&account, false);
        for (size_t i = 1; i < count; i++)
            move_self(pus[i]);
        account_settle(&account);
    }
    struct team_span span = account_span(&account, 5, 7);
    CHECK(span.begin_ns == 5 && span.end_ns == 7);
    CHECK(isnan(span.cycles) && isnan(span.instructions));
    CHECK_INT(span.pu_seen, pus[count - 1]);
    if (may_move && account.migrations_file < 0)
        span.migrations = -1; /* it is not the kernel's count */
    account_close(&account);
    account_close(&account);
    return span;
}

static void test_moves(const struct place *place) {
    const int a = place_slot(place, 0).pu, b = place_slot(place, 1).pu;
    CHECK_INT(account_of_moves(false, (const int[]){a}, 1).migrations, 0);
    if (place_pu_count(place) < 2) {
        printf("skipped: moves need two PUs\n");
        return;
    }
    CHECK_INT(account_of_moves(false, (const int[]){a, b}, 2).migrations, 1);
    CHECK_INT(account_of_moves(false, (const int[]){a, b, a}, 3).migrations, 0);
    int counted = account_of_moves(true, (const int[]){a, b, a, b}, 4).migrations;
    if (counted < 0)
        printf("skipped: the kernel counts no moves for this user\n");
    else
        CHECK_INT(counted, 3);
}

static void *hog(void *ends) {
    while (!atomic_load((_Atomic bool *)ends))
        continue;
    return NULL;
}

/* Beside another thread that never sleeps, on one PU, until the scheduler has had enough: at most
 * 10 s. */
static void test_switches(const struct place *place) {
    _Atomic bool ends = false;
    pthread_t thread;
    struct account account;
    move_self(place_slot(place, 0).pu);
    CHECK_INT(pthread_create(&thread, NULL, hog, &ends), 0);
    account_open(&account, false);
    account_arm(&account, false);
    int64_t begin_ns = clock_now_ns();
    int switches = 0;
    while (switches == 0 && clock_now_ns() - begin_ns < 10000000000) {
        account_settle(&account);
        switches = account_span(&account, 0, 0).switches;
    }
    atomic_store(&ends, true);
    pthread_join(thread, NULL);
    CHECK(switches >= 1);
    account_close(&account);
}

/* Moves itself to the PU of the list that it is not on. */
static void share_moves(void *context, unsigned worker) {
    const int *pus = context;
    (void)worker;
    move_self(place_where_self() == pus[0] ? pus[1] : pus[0]);
}

static void share_returns(void *place, unsigned worker) {
    place_bind_self(place, worker, NULL);
}

/* In which of some tries the move was seen: without the kernel's count, another move between t0 and
 * the share may undo it. */
static void test_unbound_worker(void) {
    struct place *place = NULL;
    struct team *team = NULL;
    struct fault fault = {0};
    CHECK_INT(place_load(&(struct place_spec){.policy = PLACE_NONE}, &place, &fault), 0);
    struct team_spec spec = {
        .engine = "threads", .place = place, .workers = BEFELL_WORKERS, .yields = true};
    CHECK_INT(team_create(&spec, &team, &fault), 0);
    int pus[2] = {place_slot(place, 0).pu, place_slot(place, 1).pu};
    struct team_job job = {.share = share_moves, .context = pus};
    struct team_times times;
    struct team_span spans[BEFELL_WORKERS];
    int seen[BEFELL_WORKERS] = {0};
    team_muster(team, BEFELL_WORKERS);
    for (int turn = 0; turn < 20; turn++) {
        team_run(team, &job, &times, spans);
        team_each(team, share_returns, place);
        for (int i = 0; i < BEFELL_WORKERS; i++) {
            CHECK(spans[i].migrations >= 0);
            seen[i] += spans[i].migrations;
        }
    }
    CHECK(seen[0] >= 1 && seen[1] >= 1);
    team_free(team);
    place_free(place);
}

static void test_bound_workers(const struct place *place) {
    struct team_spec spec = {
        .engine = "threads", .place = place, .workers = BEFELL_WORKERS, .yields = true};
    struct team *team = NULL;
    struct fault fault = {0};
    CHECK_INT(team_create(&spec, &team, &fault), 0);
    CHECK_STRING(fault.text, "");
    befell_check_accounts(team);
    team_free(team);
}

int main(void) {
    struct place *place = NULL;
    struct fault fault = {0};
    CHECK_INT(place_load(&(struct place_spec){.policy = PLACE_SPREAD}, &place, &fault), 0);
    if (place_pu_count(place) >= 2)
        test_unbound_worker(); /* first: it is for a process that is not bound yet */
    test_moves(place);
    test_switches(place);
    test_bound_workers(place);
    place_free(place);
    return check_done();
}
