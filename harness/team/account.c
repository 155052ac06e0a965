/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "team/account.h"
#include "place/place.h"
#include "team/event.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

void account_open(struct account *account, bool may_move) {
    *account = ACCOUNT_CLOSED;
    account->schedstat_file = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
    if (!may_move)
        return;
    /* The kernel moves a thread while it is in the kernel: no count without exclude_kernel = 0. */
    account->migrations_file =
        event_open((struct perf_event_attr){.type = PERF_TYPE_SOFTWARE,
                                            .config = PERF_COUNT_SW_CPU_MIGRATIONS},
                   -1);
}

void account_close(struct account *account) {
    if (account->schedstat_file >= 0)
        close(account->schedstat_file);
    if (account->migrations_file >= 0)
        close(account->migrations_file);
    account->schedstat_file = account->migrations_file = -1;
    counters_close(&account->counters);
}

static int64_t read_run_delay_ns(int file) {
    char text[96];
    if (file < 0)
        return -1;
    ssize_t length = pread(file, text, sizeof text - 1, 0);
    if (length <= 0)
        return -1;
    text[length] = '\0';

    char *end;
    strtoull(text, &end, 10); /* time on the CPU, stale by up to a tick: not used */
    char *delay = end;
    unsigned long long delay_ns = strtoull(delay, &end, 10);
    return end == delay ? -1 : (int64_t)delay_ns;
}

static int64_t read_migrations(int file) {
    uint64_t count;
    if (file < 0 || read(file, &count, sizeof count) != sizeof count)
        return -1;
    return (int64_t)count;
}

static struct account_totals read_totals(const struct account *account) {
    struct rusage usage;
    bool is_known = getrusage(RUSAGE_THREAD, &usage) == 0;
    return (struct account_totals){
        .run_delay_ns = read_run_delay_ns(account->schedstat_file),
        .switches = is_known ? usage.ru_nivcsw : -1,
        .migrations = read_migrations(account->migrations_file),
        .faults = is_known ? usage.ru_minflt + usage.ru_majflt : -1,
        .pu = place_where_self(),
    };
}

void account_arm(struct account *account, bool counts) {
    account->counts = counts;
    if (counts)
        counters_open(&account->counters);
    account->before = read_totals(account);
}

void account_settle(struct account *account) {
    account->after = read_totals(account);
    counters_close(&account->counters);
}

static int64_t difference(int64_t before, int64_t after) {
    return before >= 0 && after >= 0 ? after - before : -1;
}

/* Where the kernel does not count moves, one is seen in where the worker is. */
static int count_migrations(const struct account_totals *before,
                            const struct account_totals *after) {
    if (before->migrations >= 0 && after->migrations >= 0)
        return (int)(after->migrations - before->migrations);
    return before->pu >= 0 && after->pu >= 0 ? before->pu != after->pu : -1;
}

struct team_span account_span(const struct account *account, int64_t begin_ns, int64_t end_ns) {
    const struct account_totals *before = &account->before, *after = &account->after;
    return (struct team_span){
        .begin_ns = begin_ns,
        .end_ns = end_ns,
        .run_delay_ns = difference(before->run_delay_ns, after->run_delay_ns),
        .pu_seen = after->pu,
        .switches = (int)difference(before->switches, after->switches),
        .migrations = count_migrations(before, after),
        .faults = (int)difference(before->faults, after->faults),
        .cycles = account->counts ? counters_cycles(&account->counters) : NAN,
        .instructions = account->counts ? counters_instructions(&account->counters) : NAN,
    };
}
