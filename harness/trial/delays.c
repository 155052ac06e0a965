/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "trial/delays.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

/* One worker's delays, each in its place. */
struct own_delays {
    double wake_s;              /* late, and nothing explains it */
    double late_run_delay_s;    /* late, as run delay explains */
    double run_delay_s, wait_s; /* inside the share */
    double serial_delay_s;      /* run delay inside the serial part */
    double join_delay_s;        /* run delay of worker 0 that made it see the end late */
    double idle_s, starved_s;   /* inside the share, and part of no delay */
};

/* Which of the workers' delays take part. */
struct known {
    bool run_delays, waits;
};

static struct known find_known(const struct delays_phase *phase) {
    struct known known = {true, true};
    for (size_t i = 0; i < phase->n; i++) {
        known.run_delays = known.run_delays && !isnan(phase->workers[i].run_delay_s);
        known.waits = known.waits && !isnan(phase->workers[i].wait_s);
    }
    return known;
}

static double serial_of(const struct delays_phase *phase) {
    return phase->t1_s + (phase->t3_s - phase->t2_s);
}

/* What a start or an end is late by; nothing is known to be where the usual is not. */
static double late_by(double time_s, double usual_s) {
    return isnan(usual_s) ? 0 : fmax(time_s - usual_s, 0);
}

/* How much of worker 0's run delay `left_s` made it see the end late. */
static double find_late_join(const struct delays_phase *phase, double left_s) {
    double last_end_s = -INFINITY;
    for (size_t i = 0; i < phase->n; i++)
        last_end_s = fmax(last_end_s, phase->workers[i].end_s);
    return fmin(late_by(phase->t2_s - last_end_s, phase->fork_join_s), left_s);
}

static struct own_delays find_own(const struct delays_phase *phase, struct known known,
                                  const struct delays_worker *worker) {
    double whole_s = worker->end_s - worker->begin_s, serial_s = serial_of(phase);
    double late_s = late_by(worker->begin_s - phase->t1_s, phase->fork_join_s);
    double run_delay_s = known.run_delays ? worker->run_delay_s : 0;
    struct own_delays own = {.late_run_delay_s = fmin(late_s, run_delay_s),
                             .starved_s = fmin(worker->starved_s, whole_s)};
    double share_s = whole_s - own.starved_s;
    own.wake_s = late_s - own.late_run_delay_s;
    double rest_s = run_delay_s - own.late_run_delay_s;
    if (worker == phase->workers)
        own.join_delay_s = find_late_join(phase, rest_s);
    rest_s -= own.join_delay_s;
    /* What falls on its waits for the others harms nobody, and is booked nowhere. */
    double join_wait_s = fmax(phase->t2_s - worker->end_s - own.join_delay_s, 0);
    double all_s = serial_s + whole_s + join_wait_s;
    if (rest_s > 0 && all_s > 0) {
        /* More than all are long befell the worker while nothing of its own was timed. */
        double part = fmin(rest_s / all_s, 1);
        own.run_delay_s = part * share_s;
        own.serial_delay_s = part * serial_s;
    }
    if (known.waits)
        own.wait_s = fmin(worker->wait_s, share_s - own.run_delay_s);
    own.idle_s = fmin(worker->idle_s, fmax(share_s - own.run_delay_s - own.wait_s, 0));
    return own;
}

static double late_of(const struct own_delays *own) {
    return own->wake_s + own->late_run_delay_s;
}

static double sum_of(const struct own_delays *own) {
    return late_of(own) + own->run_delay_s + own->wait_s;
}

/* Books the time that all waited for the last worker's delays, `made_s`, in their proportions. */
static void book_last(const struct own_delays *last, double made_s, struct delays *found) {
    double sum_s = sum_of(last);
    if (!(sum_s > 0))
        return;
    found->fork_s += made_s * (last->wake_s / sum_s);
    found->descheduled_s += made_s * ((last->late_run_delay_s + last->run_delay_s) / sum_s);
    found->wait_s += made_s * (last->wait_s / sum_s);
}

/* Where the worker would have begun and ended without its delays. */
static double own_begin(const struct own_delays *own, const struct delays_worker *worker) {
    return worker->begin_s - late_of(own);
}

static double own_end(const struct own_delays *own, const struct delays_worker *worker) {
    return worker->end_s - sum_of(own);
}

/* What is between, and of worker 0 the serial part. Not from those instants: of a share that was
 * all delay they would leave 1e-20 s less than nothing. */
static double useful_of(const struct own_delays *own, const struct delays_phase *phase,
                        const struct delays_worker *worker) {
    double serial_s = worker == phase->workers ? serial_of(phase) - own->serial_delay_s : 0;
    double share_s = worker->end_s - worker->begin_s - own->starved_s;
    return share_s - own->run_delay_s - own->wait_s - own->idle_s + serial_s;
}

struct delays delays_find(const struct delays_phase *phase) {
    assert(phase->n >= 1);
    const struct known known = find_known(phase);
    const double n = (double)phase->n;
    struct delays found = {.busy_max_s = -INFINITY};
    struct own_delays last = {0};
    double last_end_s = -INFINITY, last_own_end_s = -INFINITY, own_end_sum_s = 0, start_sum_s = 0;
    for (size_t i = 0; i < phase->n; i++) {
        struct delays_worker *worker = &phase->workers[i];
        const struct own_delays own = find_own(phase, known, worker);
        worker->useful_s = useful_of(&own, phase, worker);
        if (i == 0) {
            found.serial_delay_s = own.serial_delay_s;
            found.descheduled_s = own.join_delay_s;
        }
        found.busy_max_s = fmax(found.busy_max_s, worker->useful_s);
        start_sum_s += own_begin(&own, worker) - phase->t1_s;
        own_end_sum_s += own_end(&own, worker);
        found.idle_s += own.idle_s / n;
        found.imbalance_s += own.starved_s / n;
        last_own_end_s = fmax(last_own_end_s, own_end(&own, worker));
        if (worker->end_s > last_end_s) {
            last_end_s = worker->end_s;
            last = own;
        }
    }
    found.fork_s = start_sum_s / n;
    /* A mean is above the largest by rounding only. */
    found.imbalance_s += fmax(last_own_end_s - own_end_sum_s / n, 0);
    found.join_s = phase->t2_s - last_end_s - found.descheduled_s;
    book_last(&last, last_end_s - last_own_end_s, &found);
    found.wait_s += found.idle_s;
    if (!known.run_delays)
        found.descheduled_s = found.serial_delay_s = NAN;
    if (!known.waits)
        found.wait_s = NAN;
    return found;
}
