/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/run_dir.h"

#include "check.h"
#include "records_sample.h"

#include <sys/stat.h>

/* The contract's columns in its order, then ours. */
static const char samples_header[] =
    "sample,base_id,epoch,round,position,role,workload,params,engine,scaling,place,idle,p,p_work,n,"
    "tasks,"
    "oversubscribed,units,start_s,time_s,serial_s,parallel_s,fork_s,join_s,valid,cause,digest,"
    "imbalance_s,cpu_s,pus,p_basis,bytes,user_s,system_s,looks,"
    "looks_one,looks_runnable,watch_s,wait_s,descheduled_s,serial_delay_s,busy_max_s,chain_s,"
    "fault_s,switches,migrations,cycles,instructions,wait_lock_s,"
    "wait_channel_s,wait_queue_s,wait_io_s,unit_wait_s\n";
static const char workers_header[] =
    "sample,worker,pu_asked,pu_seen,start_s,end_s,run_delay_s,wait_s,cpu_s,switches,migrations,"
    "faults,chain_s\n";
static const char summary_header[] =
    "workload,params,engine,scaling,place,p,p_work,p_measured,p_basis,n,tasks,oversubscribed,"
    "samples,invalid,"
    "time_s,time_lo_s,time_hi_s,speedup,speedup_lo,speedup_hi,law_speedup,ratio,ratio_lo,ratio_hi,"
    "efficiency,"
    "karp_flatt,serial_fraction_rel,serial_fraction_rel_lo,serial_fraction_rel_hi,overlap,rounds,"
    "correlation_s,interval_kind,verdict,loss_serial,loss_fork,loss_imbalance,loss_join,loss_wait,"
    "loss_descheduled,loss_inflation,loss_unexplained,idle,bytes_per_s,loss_idle,karp_flatt_lo,"
    "karp_flatt_hi,cpu_s,cpu_lo_s,cpu_hi_s,idle_s,idle_lo_s,idle_hi_s,extra_s,extra_lo_s,"
    "extra_hi_s,serial_fraction_seen,serial_fraction_seen_lo,serial_fraction_seen_hi,"
    "watch_share,capacity,capacity_lo,capacity_hi,clock,attainable_speedup,best_s,best_lo_s,"
    "best_hi_s,speedup_best,speedup_best_lo,speedup_best_hi,price,price_lo,price_hi,fitted_s,"
    "speedup_fitted,clock_lo,clock_hi,attainable_lo,attainable_hi,fitted_lo_s,fitted_hi_s,"
    "speedup_fitted_lo,speedup_fitted_hi,overlap_lo,overlap_hi,bound_s,units\n";

static struct sample odd_sample(void) {
    struct sample odd = records_sample(2);
    strcpy(odd.series.params, "name=\"a,b\";c= d ");
    strcpy(odd.cause, "crashed: SIGSEGV, \"twice\"");
    odd.role = SAMPLE_ANCHOR;
    odd.validity = SAMPLE_BROKEN;
    odd.tasks = 8;
    odd.oversubscribed = true;
    odd.has_digest = false;
    odd.digest = 0;
    odd.p = odd.time_s = NAN;
    odd.units = UINT64_MAX;
    return odd;
}

/* NAN is unequal to itself, so that the structs are compared as bytes: both began as zeros. */
static void check_same_sample(const struct sample *actual, const struct sample *expected) {
    CHECK_INT(actual->id, expected->id);
    CHECK_INT(actual->base_id, expected->base_id);
    CHECK_INT(actual->role, expected->role);
    CHECK(memcmp(&actual->series, &expected->series, sizeof actual->series) == 0);
    CHECK_NEAR(actual->p, expected->p, 0);
    CHECK_NEAR(actual->p_work, expected->p_work, 0);
    CHECK_INT(actual->tasks, expected->tasks);
    CHECK_INT(actual->oversubscribed, expected->oversubscribed);
    CHECK(actual->units == expected->units);
    CHECK_NEAR(actual->start_s, expected->start_s, 0);
    CHECK_NEAR(actual->time_s, expected->time_s, 0);
    CHECK_NEAR(actual->serial_s, expected->serial_s, 0);
    CHECK_NEAR(actual->parallel_s, expected->parallel_s, 0);
    CHECK_NEAR(actual->fork_s, expected->fork_s, 0);
    CHECK_NEAR(actual->imbalance_s, expected->imbalance_s, 0);
    CHECK_NEAR(actual->join_s, expected->join_s, 0);
    CHECK_NEAR(actual->wait_s, expected->wait_s, 0);
    CHECK_NEAR(actual->descheduled_s, expected->descheduled_s, 0);
    CHECK_NEAR(actual->serial_delay_s, expected->serial_delay_s, 0);
    CHECK_NEAR(actual->busy_max_s, expected->busy_max_s, 0);
    CHECK_NEAR(actual->chain_s, expected->chain_s, 0);
    CHECK_NEAR(actual->fault_s, expected->fault_s, 0);
    CHECK_NEAR(actual->switches, expected->switches, 0);
    CHECK_NEAR(actual->migrations, expected->migrations, 0);
    CHECK_NEAR(actual->cycles, expected->cycles, 0);
    CHECK_NEAR(actual->instructions, expected->instructions, 0);
    CHECK_NEAR(actual->wait_lock_s, expected->wait_lock_s, 0);
    CHECK_NEAR(actual->wait_channel_s, expected->wait_channel_s, 0);
    CHECK_NEAR(actual->wait_queue_s, expected->wait_queue_s, 0);
    CHECK_NEAR(actual->wait_io_s, expected->wait_io_s, 0);
    CHECK_NEAR(actual->unit_wait_s, expected->unit_wait_s, 0);
    CHECK_NEAR(actual->cpu_s, expected->cpu_s, 0);
    CHECK_INT(actual->pus, expected->pus);
    CHECK_INT(actual->validity, expected->validity);
    CHECK_STRING(actual->cause, expected->cause);
    CHECK(actual->digest == expected->digest);
    CHECK_INT(actual->has_digest, expected->has_digest);
}

static void check_begins(const char *directory, const char *name, const char *header) {
    char *text = records_read_text(directory, name, NULL);
    CHECK_REPORT(strncmp(text, header, strlen(header)) == 0, "%s begins %.80s", name, text);
    free(text);
}

static void test_samples_come_back(void) {
    char path[64];
    records_make_directory(path);
    struct run_dir *run = NULL;
    struct fault fault = {0};
    CHECK_INT(run_dir_create(path, &run, &fault), 0);
    CHECK_STRING(run_dir_path(run), path);
    struct sample samples[4] = {records_sample(1), odd_sample(), records_sample(3),
                                records_sample(4)};
    samples[2].validity = SAMPLE_DISTURBED;
    strcpy(samples[2].cause, "run delay");
    samples[3].role = SAMPLE_SENTINEL;
    struct worker_span spans[2] = {records_span(1, 0), records_span(2, 1)};
    spans[1].pu_asked = spans[1].pu_seen = -1;
    CHECK_INT(run_dir_append(run, samples, 2, spans, 2, &fault), 0);
    CHECK_INT(run_dir_append(run, samples + 2, 2, NULL, 0, &fault), 0);

    struct sample *back = NULL;
    struct worker_span *spans_back = NULL;
    size_t count = 0;
    /* Every append is in the file before the close. */
    CHECK_INT(run_dir_read_samples(path, &back, &count, NULL, &fault), 0);
    CHECK_INT(count, 4);
    for (size_t i = 0; i < 4 && count == 4; i++)
        check_same_sample(&back[i], &samples[i]);
    CHECK_INT(run_dir_read_spans(path, &spans_back, &count, NULL, &fault), 0);
    CHECK_INT(count, 2);
    CHECK_INT(spans_back[0].pu_seen, 0);
    CHECK_INT(spans_back[1].pu_asked, -1);
    CHECK_NEAR(spans_back[1].wait_s, NAN, 0);
    CHECK_NEAR(spans_back[1].end_s, spans[1].end_s, 0);
    CHECK_NEAR(spans_back[1].switches, 1, 0);
    CHECK_NEAR(spans_back[1].migrations, NAN, 0);
    CHECK_NEAR(spans_back[1].faults, 17, 0);
    CHECK_NEAR(spans_back[1].chain_s, spans[1].chain_s, 0);
    check_begins(path, "samples.csv", samples_header);
    check_begins(path, "workers.csv", workers_header);
    free(spans_back);
    const uint64_t ids[] = {2, 4, 5};
    bool torn = true;
    CHECK_INT(run_dir_read_spans_of(path, ids, 3, &spans_back, &count, &torn, &fault), 0);
    CHECK(!torn);
    CHECK_INT(count, 1);
    CHECK_INT(spans_back[0].sample, 2);
    CHECK_NEAR(spans_back[0].end_s, spans[1].end_s, 0);
    CHECK_STRING(fault.text, "");
    free(back);
    free(spans_back);
    run_dir_close(run);
    records_remove(path);
}

/* A counted sample has what others lack. */
static void test_roles_come_back(void) {
    static const char *const names[] = {",asked,",    ",anchor,",  ",warmup,",
                                        ",sentinel,", ",counted,", ",best,"};
    enum { ROLES = sizeof names / sizeof names[0] };
    char path[64];
    struct run_dir *run = NULL;
    struct sample samples[ROLES], *back = NULL;
    size_t count = 0;
    records_make_directory(path);
    for (size_t i = 0; i < ROLES; i++) {
        samples[i] = records_sample(i + 1);
        samples[i].role = (enum sample_role)i;
    }
    samples[SAMPLE_COUNTED].cycles = 12345678901.0;
    samples[SAMPLE_COUNTED].instructions = 1.0 / 3;
    samples[SAMPLE_SENTINEL].p = samples[SAMPLE_SENTINEL].p_work = NAN;
    CHECK_INT(run_dir_create(path, &run, NULL), 0);
    CHECK_INT(run_dir_append(run, samples, ROLES, NULL, 0, NULL), 0);
    run_dir_close(run);
    CHECK_INT(run_dir_read_samples(path, &back, &count, NULL, NULL), 0);
    CHECK_INT(count, ROLES);
    char *text = records_read_text(path, "samples.csv", NULL);
    for (size_t i = 0; i < ROLES && i < count; i++) {
        check_same_sample(&back[i], &samples[i]);
        CHECK_HOLDS(text, names[i]);
        CHECK_INT(sample_is_of_speedup(&back[i]), i < 2);
    }
    free(text);
    free(back);
    records_remove(path);
}

static void test_rows_in_full(void) {
    char path[64];
    records_make_directory(path);
    struct run_dir *run = NULL;
    CHECK_INT(run_dir_create(path, &run, NULL), 0);
    struct sample sample = {.id = 7,
                            .series = {"spin", "", "threads", "strong", "spread", "block"},
                            .p = 0.5,
                            .p_work = NAN,
                            .n = 2,
                            .units = 10,
                            .start_s = 1.25,
                            .time_s = 0.001,
                            .serial_s = NAN,
                            .parallel_s = NAN,
                            .fork_s = NAN,
                            .join_s = NAN,
                            .imbalance_s = NAN,
                            .wait_s = NAN,
                            .descheduled_s = NAN,
                            .serial_delay_s = NAN,
                            .busy_max_s = NAN,
                            .chain_s = NAN,
                            .fault_s = NAN,
                            .switches = NAN,
                            .migrations = NAN,
                            .cycles = NAN,
                            .instructions = NAN,
                            .wait_lock_s = NAN,
                            .wait_channel_s = NAN,
                            .wait_queue_s = NAN,
                            .wait_io_s = NAN,
                            .unit_wait_s = NAN,
                            .cpu_s = NAN,
                            .user_s = NAN,
                            .system_s = NAN,
                            .looks = NAN,
                            .looks_one = NAN,
                            .looks_runnable = NAN,
                            .watch_s = NAN,
                            .validity = SAMPLE_DISTURBED,
                            .has_digest = true,
                            .digest = 255};
    strcpy(sample.cause, "two\nlines, \"quoted\"");
    CHECK_INT(run_dir_append(run, &sample, 1, NULL, 0, NULL), 0);
    run_dir_close(run);
    char *text = records_read_text(path, "samples.csv", NULL);
    CHECK_HOLDS(
        text,
        "\n7,,0,0,0,asked,spin,,threads,strong,spread,block,0.5,,2,,0,10,1.25,0.001,,,,,0,"
        "\"disturbed: two lines, \"\"quoted\"\"\",00000000000000ff,,,,,0,,,,,,,,,,,,,,,,,,,,,\n");
    free(text);
    records_remove(path);
}

static void test_summary_comes_back(void) {
    char path[64];
    records_make_directory(path);
    struct summary_row row = {.series = {"matmul", "size=4", "threads", "weak", "compact", "spin"},
                              .p = 0.99,
                              .p_work = 0.9901,
                              .p_measured = {0.98, NAN, NAN},
                              .p_basis = "work",
                              .n = 4,
                              .samples = 60,
                              .invalid = 3,
                              .time_s = {1e-3, 0.9e-3, 1.0 / 3},
                              .speedup = {3.9, 3.8, 4.0},
                              .law_speedup = 3.88,
                              .ratio = {1.01, 1, 1.02},
                              .efficiency = 0.97,
                              .karp_flatt = NAN,
                              .serial_fraction_rel = {0.01, -0.01, 0.03},
                              .tasks = 16,
                              .overlap = {7.9, 7.8, 8.1},
                              .bound_s = 0.011,
                              .units = 64,
                              .rounds = 57,
                              .correlation_s = 0.4,
                              .interval_kind = "time blocks",
                              .verdict = "cannot tell",
                              .loss = {.01, .02, .03, -.04, .05, .06, .07, .08, NAN}};
    struct summary_row *back = NULL;
    size_t count = 0;
    struct fault fault = {0};
    CHECK_INT(run_dir_write_summary(path, &row, 1, &fault), 0);
    CHECK_INT(run_dir_write_summary(path, &row, 1, &fault), 0); /* replaced, not appended */
    CHECK_INT(run_dir_read_summary(path, &back, &count, &fault), 0);
    CHECK_INT(count, 1);
    CHECK_NEAR(back[0].p_measured.lo, NAN, 0);
    CHECK_NEAR(back[0].karp_flatt, NAN, 0);
    back[0].p_measured = row.p_measured;
    back[0].karp_flatt = row.karp_flatt;
    CHECK(memcmp(&back[0], &row, sizeof row) == 0);
    check_begins(path, "summary.csv", summary_header);
    char part[128];
    snprintf(part, sizeof part, "%s/summary.csv.part", path);
    CHECK(access(part, F_OK) != 0);
    free(back);
    records_remove(path);
}

static void test_placement_text(void) {
    char path[64];
    records_make_directory(path);
    const struct placement_row rows[] = {{1, 0, 0, 0, 0, 0, 0, -1, "spread"},
                                         {2, 1, 5, 3, -1, 1, 0, 1, "smt"}};
    CHECK_INT(run_dir_write_placement(path, rows, 2, NULL), 0);
    char *text = records_read_text(path, "placement.csv", NULL);
    CHECK_STRING(text, "n,worker,pu,core,cache,numa,package,kind,place\n1,0,0,0,0,0,0,,spread\n2,1,"
                       "5,3,,1,0,1,smt\n");
    free(text);
    records_remove(path);
}

static void test_create_refusals(void) {
    char path[64], deep[128];
    records_make_directory(path);
    struct run_dir *run = NULL, *other = NULL;
    struct fault fault = {0};
    snprintf(deep, sizeof deep, "%s/a/b/", path);
    CHECK_INT(run_dir_create(deep, &run, &fault), 0);
    CHECK_INT(run_dir_create(deep, &other, &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "holds a run already");
    CHECK(other == NULL);
    run_dir_close(run);
    fault = (struct fault){0};
    snprintf(deep, sizeof deep, "%s/a/b/samples.csv/c", path);
    CHECK_INT(run_dir_create(deep, &other, &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "Not a directory");
    CHECK_HOLDS(fault.text, deep);
    CHECK_INT(run_dir_create("", &other, NULL), -FAULT_USAGE);
    run_dir_close(NULL);
    snprintf(deep, sizeof deep, "%s/a/b", path);
    records_remove(deep);
    snprintf(deep, sizeof deep, "%s/a", path);
    rmdir(deep);
    rmdir(path);
}

int main(void) {
    test_samples_come_back();
    test_roles_come_back();
    test_rows_in_full();
    test_summary_comes_back();
    test_placement_text();
    test_create_refusals();
    return check_done();
}
