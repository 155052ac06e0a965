/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What is said of the tasks dial. */
#include "check.h"
#include "explain/words.h"
#include "explain/words_tasks.h"
#include "samples.h"

enum { TEXT_BYTES = 768 };

static struct summary_row make_row(unsigned n, uint32_t tasks, double time_s, double bound_s) {
    return (struct summary_row){.series = {.workload = "request"},
                                .p = NAN,
                                .p_basis = "measured",
                                .n = n,
                                .tasks = tasks,
                                .samples = 100,
                                .rounds = 100,
                                .units = 64,
                                .time_s = {time_s, time_s, time_s},
                                .speedup = {1, 0.99, 1.01},
                                .law_speedup = NAN,
                                .overlap = {NAN, NAN, NAN},
                                .bound_s = bound_s,
                                .compute_s = NAN,
                                .unit_wait_s = NAN,
                                .own_compute_s = 1e-3,
                                .more_tasks_s = NAN,
                                .loss = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN}};
}

/* One task takes 0.64 s; sixteen 0.08 s, where the bound is 0.064 s. */
struct dial {
    struct summary_row rows[4];
    char text[TEXT_BYTES];
};

static struct dial make(void) {
    struct dial dial = {.rows = {make_row(1, 1, 0.64, 0.64), make_row(1, 4, 0.16, 0.16),
                                 make_row(1, 16, 0.08, 0.064), make_row(2, 16, 0.08, 0.04)}};
    dial.rows[0].overlap = (struct interval){1, 1, 1};
    dial.rows[1].overlap = (struct interval){4, 3.9, 4.1};
    dial.rows[2].overlap = (struct interval){8, 7.9, 8.1};
    return dial;
}

static const char *words(struct dial *dial, size_t count) {
    words_tasks(dial->rows, count, dial->text, sizeof dial->text);
    return dial->text;
}

static void test_waits_hidden(void) {
    struct dial dial = make();
    CHECK_STRING(words(&dial, 4), "request: at n = 1, 16 tasks in flight bring 8.00 [7.90, 8.10] "
                                  "times the speed of one: waits are hidden; the bound is 10.");
    dial.rows[1].overlap = (struct interval){8.5, 8.4, 8.6};
    CHECK_HOLDS(words(&dial, 4), "the bound is 10; 4 bring more, 8.50 [8.40, 8.60].");
    dial.rows[1].overlap.lo = 8.05; /* not sure */
    CHECK_HOLDS(words(&dial, 4), "the bound is 10.");
    dial.rows[2].overlap = (struct interval){1.005, 1, 1.01};
    dial.rows[1].overlap = (struct interval){1, 1, 1};
    CHECK_STRING(words(&dial, 4), "request: 16 tasks in flight bring nothing on one core (1.00 "
                                  "[1.00, 1.01]), though there are waits to hide: the bound is "
                                  "10.");
}

static void test_computing(void) {
    struct dial dial = make();
    for (size_t i = 0; i < 3; i++)
        dial.rows[i].bound_s = dial.rows[i].time_s.value = 0.64;
    dial.rows[1].overlap = dial.rows[2].overlap = (struct interval){0.998, 0.995, 1.001};
    CHECK_STRING(words(&dial, 4), "request: 16 tasks in flight bring nothing on one core (0.998 "
                                  "[0.995, 1.001]): there is no wait to hide.");
    dial.rows[3].speedup = (struct interval){1.9, 1.8, 1.95};
    CHECK_HOLDS(words(&dial, 4), ": there is no wait to hide; cores do.");
    dial.rows[2].overlap = (struct interval){1.02, 1, 1.04};
    CHECK_HOLDS(words(&dial, 4),
                "16 tasks in flight bring nothing that is sure on one core (1.02 ");
    dial.rows[2].overlap = (struct interval){0.9, 0.89, 0.91};
    CHECK_HOLDS(words(&dial, 4), "16 tasks in flight are slower than one on one core (0.900 ");
}

/* What costs more in one task than in several is no wait. */
static void test_no_wait(void) {
    struct dial dial = make();
    dial.rows[2].overlap = (struct interval){1.07, 1.05, 1.09};
    dial.rows[2].bound_s = 0.6;
    dial.rows[0].own_compute_s = 0.01;
    CHECK_STRING(words(&dial, 4), "request: at n = 1, 16 tasks in flight bring 1.07 [1.05, 1.09] "
                                  "times the speed of one, though there was no wait to hide; 4 "
                                  "bring more, 4.00 [3.90, 4.10].");
    dial.rows[0].unit_wait_s = 1e-3;
    CHECK_HOLDS(words(&dial, 4), "of one: waits are hidden; the bound is 1.07;");
    dial.rows[0].unit_wait_s = NAN;
    dial.rows[0].own_compute_s = 1e-3;
    CHECK_HOLDS(words(&dial, 4), "of one: waits are hidden; the bound is 1.07;");
}

/* Of one number of tasks, or without a base, nothing can be told. */
static void test_nothing_to_tell(void) {
    struct dial dial = make();
    CHECK_STRING(words(&dial, 1), "");
    CHECK_STRING(words(&dial, 0), "");
    dial.rows[2].overlap = (struct interval){NAN, NAN, NAN};
    CHECK_STRING(words(&dial, 4), "request: what 16 tasks in flight bring cannot be told: no round "
                                  "has a valid sample of them and of one on one core.");
    dial.rows[2].overlap.value = 1.05;
    CHECK_STRING(words(&dial, 4), "request: what 16 tasks in flight bring cannot be told: too few "
                                  "rounds have a valid sample of them and of one on one core; 6 "
                                  "are the least.");
    dial.rows[0].tasks = 2;
    CHECK_HOLDS(words(&dial, 4), "request: what tasks in flight bring is told over one of them");
    for (size_t i = 0; i < 3; i++)
        dial.rows[i].p = 0.1 * (double)i; /* each at a p of its own */
    CHECK_STRING(words(&dial, 4), "");
    CHECK_INT(words_count_tasks(dial.rows, 4, 0.1), 1);
}

static const char *result(struct summary_row row) {
    static char text[TEXT_BYTES];
    words_result(&row, 1, 0.01, text, sizeof text);
    return text;
}

/* c = 1 ms, L = 9 ms: at n = 2 up to 20 tasks are held by waiting. */
static void test_held(void) {
    struct summary_row row = make_row(2, 4, 0.16, 0.16);
    row.compute_s = 1e-3;
    row.unit_wait_s = 9e-3;
    CHECK_HOLDS(result(row), "request: on 2 cores, 4 tasks in flight, at its own p = 0 the ");
    CHECK_HOLDS(result(row),
                " It is held by waiting: more tasks in flight would help, cores do not.");
    row.units = 4;
    CHECK_HOLDS(result(row), " It is held by waiting: every unit is in flight, and cores do not ");
    row.units = 64;
    row.time_s = (struct interval){0.64, 0.63, 0.65}; /* one request after the other */
    CHECK(strstr(result(row), "held by") == NULL);
    row.more_tasks_s = 0.32;
    CHECK_HOLDS(result(row), " It is held by waiting: more tasks in flight would help");
    row.more_tasks_s = 0.635;
    CHECK(strstr(result(row), "held by") == NULL);
    row.bound_s = 0.64; /* but more tasks brought nothing */
    CHECK(strstr(result(row), "held by") == NULL);
    row.more_tasks_s = NAN;
    CHECK_HOLDS(result(row), "held by");
    row.speedup = (struct interval){1.9, 1.8, 2}; /* each wait holds a core */
    CHECK(strstr(result(row), "held by") == NULL);
    row.speedup = (struct interval){1, 0.99, 1.01};
    row.tasks = 32;
    CHECK(strstr(result(row), "held by") == NULL);
    row.tasks = 1;
    row.unit_wait_s = NAN;
    CHECK(strstr(result(row), "held by") == NULL);
    CHECK_HOLDS(result(row), "on 2 cores, 1 task in flight, at");
}

/* Of those with the same n and p that with the most tasks speaks for all. */
static void test_most_tasks(void) {
    struct summary_row rows[] = {make_row(2, 4, 1, 1), make_row(2, 16, 1, 1), make_row(2, 8, 1, 1)};
    char text[TEXT_BYTES];
    words_result(rows, 3, 0.01, text, sizeof text);
    CHECK_HOLDS(text, "on 2 cores, 16 tasks in flight, at");
}

/* Why the law of eight cores is 1, or 4. */
static void test_few_tasks(void) {
    struct summary_row row = make_row(8, 1, 1, 1);
    row.law_speedup = 1;
    row.ratio = (struct interval){0.99, 0.98, 1};
    CHECK_HOLDS(result(row), ", 1 % below Amdahl's 1 for one task;");
    row.tasks = 4;
    row.law_speedup = 4;
    row.ratio.value = 1;
    CHECK_HOLDS(result(row), ", as Amdahl's law has it (4 for so few tasks);");
    row.tasks = 8;
    CHECK_HOLDS(result(row), ", as Amdahl's law has it (4);");
}

int main(void) {
    test_few_tasks();
    test_waits_hidden();
    test_computing();
    test_no_wait();
    test_nothing_to_tell();
    test_held();
    test_most_tasks();
    return check_done();
}
