/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a sample costs besides its timed region: the whole of trial_take for a workload whose share
 * is empty, less the sample's own time, at n = 1 and on all PUs; a round of it, n = 1 and then all
 * PUs, with the waking and parking between; and the accounting of one worker, as the worker itself
 * takes it. */
#include "bench.h"
#include "team/account.h"
#include "team/clock.h"
#include "trial/gbench.h"
#include "trial/trial.h"

#include <unistd.h>

enum { SAMPLES = 2001, ROUNDS = 201, ACCOUNTS = 2000 };

static uint64_t empty_run(void *state, uint64_t first, uint64_t count) {
    (void)state, (void)first, (void)count;
    return 0;
}

static int empty_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                       char *why, size_t why_bytes) {
    (void)shared, (void)sample;
    snprintf(why, why_bytes, "an empty share gave a digest");
    return digest == 0 ? 0 : -1;
}

static const struct workload workload_empty = {
    .abi = WORKLOAD_ABI,
    .name = "empty",
    .summary = "does nothing",
    .stresses = "the harness",
    .is_empty = true,
    .run = empty_run,
    .check = empty_check,
};

struct subject {
    const struct bench *bench;
    struct team *team;
    struct trial *trial;
    struct worker_span *spans; /* one for each PU */
};

/* Wall time of one sample in ns; *ret_own_ns of it was the sample. */
static double take_ns(const struct subject *subject, unsigned n, double *ret_own_ns,
                      struct fault *fault) {
    struct area_step step = {.sample = {.id = 1, .p = 1, .n = n}};
    int64_t begin_ns = clock_now_ns();
    trial_take(subject->trial, &step, subject->spans, fault);
    int64_t end_ns = clock_now_ns();
    *ret_own_ns = step.sample.time_s * 1e9;
    return (double)(end_ns - begin_ns);
}

static void print_outside(const struct subject *subject, unsigned n, const char *figure,
                          struct fault *fault) {
    static double outside_us[SAMPLES];
    for (size_t i = 0; i < SAMPLES && fault->code == FAULT_NONE; i++) {
        double own_ns, whole_ns = take_ns(subject, n, &own_ns, fault);
        outside_us[i] = (whole_ns - own_ns) / 1e3;
    }
    if (fault->code == FAULT_NONE)
        bench_print(subject->bench, figure, bench_median(outside_us, SAMPLES), "us");
}

static void print_round(const struct subject *subject, struct fault *fault) {
    static double round_us[ROUNDS];
    for (size_t i = 0; i < ROUNDS && fault->code == FAULT_NONE; i++) {
        double own_ns, whole_ns = take_ns(subject, 1, &own_ns, fault);
        whole_ns += take_ns(subject, subject->bench->pus, &own_ns, fault);
        round_us[i] = whole_ns / 1e3;
    }
    if (fault->code == FAULT_NONE)
        bench_print(subject->bench, "empty-round", bench_median(round_us, ROUNDS), "us");
}

/* What the engines do before t0 and after t2, on the last worker. */
static void time_accounts(void *context, unsigned worker) {
    double *ret_ns = context;
    if (worker == 0)
        return;
    struct account account;
    account_open(&account, false);
    int64_t begin_ns = clock_now_ns();
    for (int i = 0; i < ACCOUNTS; i++) {
        account_arm(&account, false);
        account_settle(&account);
    }
    *ret_ns = (double)(clock_now_ns() - begin_ns) / ACCOUNTS;
    account_close(&account);
}

static void print_accounting(const struct subject *subject) {
    double ns = 0;
    team_muster(subject->team, 2);
    team_each(subject->team, time_accounts, &ns);
    team_muster(subject->team, 1);
    bench_print(subject->bench, "accounting-of-a-worker", ns / 1e3, "us");
}

static double no_time(void *context) {
    (void)context;
    return 0;
}

static int open_subject(struct subject *subject, struct fault *fault) {
    const struct bench *bench = subject->bench;
    struct team_spec team = bench_team_spec(bench, bench->pus);
    struct gbench_result first; /* the library's first run sets it up */
    int status = gbench_run_once("first", no_time, NULL, &first, fault);
    if (status == 0)
        status = team_create(&team, &subject->team, fault);
    if (status != 0)
        return status;
    const struct trial_spec trial = {.workload = &workload_empty,
                                     .team = subject->team,
                                     .place = bench->place,
                                     .params = "",
                                     .workers = bench->pus,
                                     .own_pus = bench->pus,
                                     .runs = true};
    return trial_open(&trial, &subject->trial, fault);
}

int main(int count, char **arguments) {
    struct bench bench;
    struct fault fault = {0};
    int status = bench_open(count, arguments, &bench);
    if (status != 0)
        return status;
    struct subject subject = {.bench = &bench, .spans = calloc(bench.pus, sizeof *subject.spans)};
    if (subject.spans == NULL)
        fault_set(&fault, FAULT_SYSTEM, 0, "no memory");
    else if (open_subject(&subject, &fault) == 0) {
        print_accounting(&subject);
        print_outside(&subject, 1, "outside-the-sample/n-1", &fault);
        print_outside(&subject, bench.pus, "outside-the-sample/n-all", &fault);
        print_round(&subject, &fault);
    }
    trial_close(subject.trial);
    team_free(subject.team);
    free(subject.spans);
    return bench_close(&bench, &fault);
}
