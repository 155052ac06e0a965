/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a fork-join of two workers costs: back to back, and after 1, 10 and 50 ms of serial
 * arithmetic on worker 0, with the engine's clocks on (t2 - t1) and off (from the end of the serial
 * work until the phase returns); beside a bare round trip of a cache line between the same two PUs.
 * The three alternate in one process; while one is timed, the others' threads are blocked or gone.
 */
#include "bench.h"
#include "team/clock.h"
#include "team/spin.h"

#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>

enum {
    RUNS = 3,
    BATCHES = 21,
    REPETITIONS = 1000,
    CLOCKED = 2000,
    SERIAL_LENGTHS = 3,
    PHASES_MAX = 20
};

/* Shorter lengths are repeated more often. */
static const struct serial_length {
    int milliseconds;
    size_t phases;
} SERIAL[SERIAL_LENGTHS] = {{1, PHASES_MAX}, {10, 6}, {50, 3}};

static void nothing(void *context, unsigned worker) {
    (void)context, (void)worker;
}

/* The mean of the lower 90 %: finer than the clock's steps, and without the samples that a timer
 * tick hit. Where the clock is read once for many, the median of short batches does the same. */
static double lower_mean(double *values, size_t count) {
    double sum = 0;
    size_t kept = count * 9 / 10;
    qsort(values, count, sizeof *values, bench_by_value);
    for (size_t i = 0; i < kept; i++)
        sum += values[i];
    return sum / (double)kept;
}

struct rally {
    alignas(128) _Atomic unsigned ball;
    alignas(128) _Atomic unsigned returned;
    alignas(128) _Atomic bool ready;
};

static void *return_balls(void *argument) {
    struct rally *rally = argument;
    atomic_store(&rally->ready, true);
    for (unsigned i = 1; i <= BATCHES * REPETITIONS; i++) {
        while (atomic_load_explicit(&rally->ball, memory_order_acquire) != i)
            spin_relax(false);
        atomic_store_explicit(&rally->returned, i, memory_order_release);
    }
    return NULL;
}

static double round_trip_ns(const struct place *place) {
    struct rally rally = {0};
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    if (place_bind_attributes(place, 1, &attributes, NULL) != 0 ||
        pthread_create(&thread, &attributes, return_balls, &rally) != 0)
        return -1;
    pthread_attr_destroy(&attributes);
    while (!atomic_load(&rally.ready)) /* its start is no part of the rally */
        sched_yield();
    double batch_ns[BATCHES];
    for (unsigned batch = 0, i = 0; batch < BATCHES; batch++) {
        int64_t begin_ns = clock_now_ns();
        for (unsigned end = i + REPETITIONS; i < end;) {
            atomic_store_explicit(&rally.ball, ++i, memory_order_release);
            while (atomic_load_explicit(&rally.returned, memory_order_acquire) != i)
                spin_relax(false);
        }
        batch_ns[batch] = (double)(clock_now_ns() - begin_ns) / REPETITIONS;
    }
    pthread_join(thread, NULL);
    return bench_median(batch_ns, BATCHES);
}

struct serial {
    int64_t length_ns, end_ns;
    uint64_t state;
};

/* Arithmetic, not sleep: worker 0 keeps its core. */
static void serial_spin(void *context) {
    struct serial *serial = context;
    int64_t deadline_ns = clock_now_ns() + serial->length_ns;
    while ((serial->end_ns = clock_now_ns()) < deadline_ns)
        for (int i = 0; i < 1000; i++)
            serial->state = serial->state * 6364136223846793005u + 1442695040888963407u;
}

static double phases_after_serial_ns(struct team *team, bool clocks, struct serial_length length) {
    double each_ns[PHASES_MAX];
    struct serial serial = {.length_ns = (int64_t)length.milliseconds * 1000000};
    struct team_job job = {.serial = serial_spin, .share = nothing, .context = &serial};
    struct team_times times;
    struct team_span spans[2];
    team_muster(team, 2);
    for (size_t i = 0; i < length.phases; i++) {
        team_run(team, &job, &times, spans);
        each_ns[i] = (double)(clocks ? times.t2_ns - times.t1_ns : clock_now_ns() - serial.end_ns);
    }
    team_muster(team, 1);
    return bench_median(each_ns, length.phases);
}

static double clocks_off_ns(struct team *team) {
    double batch_ns[BATCHES];
    struct team_job job = {.share = nothing};
    struct team_times times;
    struct team_span spans[2];
    team_muster(team, 2);
    for (int batch = 0; batch < BATCHES; batch++) {
        int64_t begin_ns = clock_now_ns();
        for (int i = 0; i < REPETITIONS; i++)
            team_run(team, &job, &times, spans);
        batch_ns[batch] = (double)(clock_now_ns() - begin_ns) / REPETITIONS;
    }
    team_muster(team, 1);
    return bench_median(batch_ns, BATCHES);
}

static double clocks_on_ns(struct team *team) {
    static double each_ns[CLOCKED];
    struct team_job job = {.share = nothing};
    struct team_times times;
    struct team_span spans[2];
    team_muster(team, 2);
    for (int i = 0; i < CLOCKED; i++) {
        team_run(team, &job, &times, spans);
        each_ns[i] = (double)(times.t2_ns - times.t1_ns);
    }
    team_muster(team, 1);
    return lower_mean(each_ns, CLOCKED);
}

static double clock_read_ns(void) {
    int64_t begin_ns = clock_now_ns();
    for (int i = 1; i < REPETITIONS; i++)
        clock_now_ns();
    return (double)(clock_now_ns() - begin_ns) / REPETITIONS;
}

struct figures {
    double round_trip[RUNS], clock_read[RUNS];
    double back_to_back[2][RUNS]; /* [1]: clocks on */
    double after_serial[2][SERIAL_LENGTHS][RUNS];
};

static void measure(const struct bench *bench, struct team *teams[2], struct figures *figures) {
    for (int run = 0; run < RUNS; run++) {
        figures->round_trip[run] = round_trip_ns(bench->place);
        figures->clock_read[run] = clock_read_ns();
        figures->back_to_back[0][run] = clocks_off_ns(teams[0]);
        figures->back_to_back[1][run] = clocks_on_ns(teams[1]);
        for (int on = 0; on < 2; on++)
            for (int i = 0; i < SERIAL_LENGTHS; i++)
                figures->after_serial[on][i][run] =
                    phases_after_serial_ns(teams[on], on == 1, SERIAL[i]);
    }
}

static void print(const struct bench *bench, struct figures *figures) {
    static const char *const clocks[] = {"off", "on"};
    char figure[64];
    bench_print(bench, "round-trip", bench_median(figures->round_trip, RUNS), "ns");
    bench_print(bench, "clock-read", bench_median(figures->clock_read, RUNS), "ns");
    for (int on = 0; on < 2; on++) {
        snprintf(figure, sizeof figure, "clocks-%s/back-to-back", clocks[on]);
        bench_print(bench, figure, bench_median(figures->back_to_back[on], RUNS), "ns");
        for (int i = 0; i < SERIAL_LENGTHS; i++) {
            snprintf(figure, sizeof figure, "clocks-%s/after-%d-ms", clocks[on],
                     SERIAL[i].milliseconds);
            bench_print(bench, figure, bench_median(figures->after_serial[on][i], RUNS), "ns");
        }
    }
}

int main(int count, char **arguments) {
    struct bench bench;
    struct fault fault = {0};
    struct team *teams[2] = {NULL, NULL};
    int status = bench_open(count, arguments, &bench);
    if (status != 0)
        return status;
    struct team_spec spec = bench_team_spec(&bench, 2);
    for (int on = 0; on < 2 && status == 0; on++) {
        spec.clocks_off = on == 0;
        status = team_create(&spec, &teams[on], &fault);
    }
    if (status == 0) {
        static struct figures figures;
        measure(&bench, teams, &figures);
        print(&bench, &figures);
    }
    team_free(teams[0]);
    team_free(teams[1]);
    return bench_close(&bench, &fault);
}
