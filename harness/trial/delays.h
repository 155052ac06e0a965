/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a sample's ledger is made of, from its clocks and from what delayed each worker: arithmetic
 * only. Times are in seconds, instants since t0; any thread may call these.
 *
 * Of worker i, which began its share at a_i and ended it at b_i:
 *   late_i = max(0, a_i - t1 - an ordinary fork-join), the late start. The part of it that run
 *     delay explains, min(late_i, run delay), is descheduled, the rest a late wake.
 *   Worker 0 sees the end late by t2 - max b_i - an ordinary fork-join, if that is above 0; as
 *     much of it as worker 0's run delay is left for, j, is descheduled, not the join's.
 *   What is left of its run delay then falls on the serial part, the share and the wait for the
 *     others at its end, t2 - b_i (worker 0's less j), in proportion of their lengths. In that wait
 *     it harms nobody, nor while worker 0 runs the serial part and the others only wait.
 *   Where worker i was starved, the others had all the work: like the wait at its end, it is
 *     imbalance, and what run delay falls on it harms nobody.
 *   r_i is the run delay in the rest of the share, at most as long as that, and w_i the waits in
 *     it, at most as long as what is left: a wait's clock goes on while its worker is not running.
 *   d_i = late_i + r_i + w_i; a'_i = a_i - late_i and b'_i = b_i - d_i are where it would have
 *     begun and ended without its delays. m = max b_i, m' = max b'_i; b_L = m.
 * So  n t3 = n serial + sum(a'_i - t1) + sum(b'_i - a'_i) + sum(m' - b'_i) + n (m - m')
 *            + n (t2 - m - j) + n j,
 * where n (m - m'), which the delays made all wait, belongs to the parts of d_L in proportion: a
 * late wake to the fork, run delay to descheduled, waits to wait. */
#ifndef AMDAHL_DELAYS_H
#define AMDAHL_DELAYS_H

#include <stddef.h>

struct delays_worker {
    double begin_s, end_s; /* a_i, b_i */
    double run_delay_s;    /* of the whole sample; NAN: not known */
    double wait_s;         /* inside its share; NAN: not known */
    double idle_s;    /* inside its share without a task to run, whichever worker then ran it: no
                       * delay of this worker's own */
    double starved_s; /* likewise while nothing was there that it could have run, nor to come: the
                       * others were not through with what makes work */
    double useful_s;  /* filled: b'_i - a'_i - idle_i - starved_i; worker 0's with the serial part
                       * less its delay */
};

struct delays_phase {
    double t1_s, t2_s, t3_s;
    double fork_join_s; /* an ordinary one; NAN: not known, and no start is called late */
    struct delays_worker *workers;
    size_t n; /* at least 1; workers[0] is the one that runs the serial part */
};

/* struct sample's figures of these names, means over the n workers; n times the sum of the first
 * five, n (serial - serial_delay_s) + n serial_delay_s and the useful time make n t3. */
struct delays {
    double fork_s;      /* [sum(a'_i - t1) + n (m - m') late wake of L / d_L] / n */
    double imbalance_s; /* sum(m' - b'_i + starved_i) / n */
    double join_s;      /* t2 - m - j */
    double wait_s; /* (m - m') w_L / d_L + sum(idle_i)/n; NAN where a worker's w is not known */
    double idle_s; /* sum(idle_i)/n, as far as it fits what is left of the shares */
    double descheduled_s; /* (m - m') (r_L + the late start of L that run delay explains) / d_L
                           * + j, worker 0's late sight of the end as far as its run delay
                           * explains it; NAN where a worker's run delay is not known */
    double
        serial_delay_s; /* of worker 0's run delay, what falls on the serial part; NAN likewise */
    double busy_max_s;  /* the largest useful_s */
};

/* What is not known of one worker is taken for 0 of all. */
struct delays delays_find(const struct delays_phase *phase);

#endif
