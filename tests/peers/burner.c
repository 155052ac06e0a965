/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Somebody else's process: takes a share of one PU in bursts, for tools/peers and tools/faults.
 *     burner PU DUTY PERIOD_MS [SECONDS]
 * Every PERIOD_MS milliseconds it computes until it has had DUTY (0 to 1) of them in CPU time, then
 * sleeps: `burner 1 0.2 100` is 20 ms of every 100 ms of PU 1, and where somebody else wants the PU
 * too its bursts get longer, not smaller. Ends after SECONDS, on SIGTERM or SIGINT, or with the
 * process that started it, and prints one line:
 *     PU<tab>its CPU seconds<tab>seconds by the clock
 * Exit: 0 done, 1 the PU was refused, 2 wrong use. */
#include "peers/load.h"
#include "peers/pinned.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

/* Units between two looks at the clock: some 20 us, a thousandth of a burst of 20 ms. */
enum { UNITS_PER_LOOK = 1000 };

static double now_s(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void burst(double cpu_s) {
    const double end_s = now_s(CLOCK_THREAD_CPUTIME_ID) + cpu_s;
    while (now_s(CLOCK_THREAD_CPUTIME_ID) < end_s)
        workload_spin.run(NULL, 0, UNITS_PER_LOOK);
}

/* Sleeps; true where a signal to end came. They are blocked, and so are never lost in a burst. */
static bool sleep_until(double wake_s, const sigset_t *endings) {
    const double rest_s = fmax(0, wake_s - now_s(CLOCK_MONOTONIC));
    const struct timespec rest = {.tv_sec = (time_t)rest_s,
                                  .tv_nsec = (long)(1e9 * (rest_s - floor(rest_s)))};
    return sigtimedwait(endings, NULL, &rest) > 0;
}

static void burn(double duty, double period_s, double seconds, const sigset_t *endings) {
    const double begin_s = now_s(CLOCK_MONOTONIC);
    double next_s = begin_s;
    do {
        burst(duty * period_s);
        /* A burst that took longer than its period leaves no debt: the share is the most there is,
         * and never made up for. */
        next_s = fmax(next_s + period_s, now_s(CLOCK_MONOTONIC));
    } while (!sleep_until(next_s, endings) && now_s(CLOCK_MONOTONIC) - begin_s < seconds);
}

int main(int count, char **arguments) {
    double pu, duty, period_ms, seconds = INFINITY;
    if (count < 4 || count > 5 || load_read_list(arguments[1], 0, CPU_SETSIZE - 1, &pu, 1) != 1 ||
        load_read_list(arguments[2], 0, 1, &duty, 1) != 1 ||
        load_read_list(arguments[3], 1, 60000, &period_ms, 1) != 1 ||
        (count == 5 && load_read_list(arguments[4], 0, 1e6, &seconds, 1) != 1)) {
        fprintf(stderr, "usage: burner PU DUTY PERIOD_MS [SECONDS], DUTY from 0 to 1\n");
        return 2;
    }
    sigset_t endings;
    sigemptyset(&endings);
    sigaddset(&endings, SIGTERM);
    sigaddset(&endings, SIGINT);
    sigprocmask(SIG_BLOCK, &endings, NULL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    const int refusal = pinned_bind_self((unsigned)pu);
    if (refusal != 0) {
        fprintf(stderr, "burner: cannot run on PU %s: %s\n", arguments[1], strerror(refusal));
        return 1;
    }
    const double begin_s = now_s(CLOCK_MONOTONIC);
    burn(duty, period_ms * 1e-3, seconds, &endings);
    return printf("%s\t%.6f\t%.6f\n", arguments[1], now_s(CLOCK_PROCESS_CPUTIME_ID),
                  now_s(CLOCK_MONOTONIC) - begin_s) < 0;
}
