/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* drift.csv and capacity.csv to the letter, and placement.csv read back. */
#include "check.h"
#include "record/run_dir.h"
#include "records_sample.h"

static void test_drift_text(void) {
    char path[64];
    records_make_directory(path);
    const struct drift_row rows[] = {
        {.series = {"triad", "mib=16", "openmp", "weak", "compact", "runtime"},
         .p = 0.5,
         .n = 4,
         .tasks = 8,
         .speedup = 1.5,
         .speedup_unpaired = 1.25,
         .speedup_corrected = 1.0 / 3,
         .sentinel_change = -0.125,
         .sentinel_z = -2.5,
         .is_trend = true},
        {.series = {"sort", "", "threads", "strong", "spread", "block"},
         .p = NAN,
         .n = 2,
         .speedup = 1.5,
         .speedup_unpaired = 1.5,
         .speedup_corrected = NAN,
         .sentinel_change = NAN},
    };
    struct fault fault = {0};
    CHECK_INT(run_dir_write_drift(path, rows, 2, &fault), 0);
    CHECK_STRING(fault.text, "");
    char *text = records_read_text(path, "drift.csv", NULL);
    CHECK_STRING(text, "workload,params,engine,scaling,place,idle,p,n,tasks,speedup,"
                       "speedup_unpaired,speedup_corrected,sentinel_change,sentinel_z,is_trend\n"
                       "triad,mib=16,openmp,weak,compact,runtime,0.5,4,8,1.5,1.25,"
                       "0.33333333333333331,-0.125,-2.5,1\n"
                       "sort,,threads,strong,spread,block,,2,,1.5,1.5,,,0,0\n");
    free(text);
    records_remove(path);
}

static void test_capacity_text(void) {
    char path[64];
    records_make_directory(path);
    const struct capacity_row rows[] = {
        {.series = {"spin", "", "threads", "strong", "spread", "block"},
         .n = 8,
         .worker = 7,
         .pu = 12,
         .core = 6,
         .kind = 0,
         .speed = {0.5, 0.25, 0.75},
         .kind_speed = 0.625,
         .core_yield = NAN},
        {.series = {"spin", "", "threads", "strong", "none", "block"},
         .n = 1,
         .pu = -1,
         .core = -1,
         .kind = -1,
         .speed = {1, NAN, NAN},
         .kind_speed = NAN,
         .core_yield = 1.25},
    };
    struct fault fault = {0};
    CHECK_INT(run_dir_write_capacity(path, rows, 2, &fault), 0);
    CHECK_STRING(fault.text, "");
    char *text = records_read_text(path, "capacity.csv", NULL);
    CHECK_STRING(text, "workload,params,engine,scaling,place,idle,n,worker,pu,core,kind,speed,lo,"
                       "hi,kind_speed,core_yield\n"
                       "spin,,threads,strong,spread,block,8,7,12,6,0,0.5,0.25,0.75,0.625,\n"
                       "spin,,threads,strong,none,block,1,0,,,,1,,,,1.25\n");
    free(text);
    records_remove(path);
}

static void test_placement_comes_back(void) {
    char path[64];
    records_make_directory(path);
    const struct placement_row rows[] = {{2, 1, 5, 4, 1, 0, 0, 1, "spread"},
                                         {1, 0, -1, -1, -1, -1, -1, -1, "none"}};
    struct placement_row *back = NULL;
    size_t count = 0;
    struct fault fault = {0};
    CHECK(!run_dir_has_placement(path));
    CHECK_INT(run_dir_read_placement(path, &back, &count, &fault), -FAULT_INPUT);
    fault = (struct fault){0};
    CHECK_INT(run_dir_write_placement(path, rows, 2, &fault), 0);
    CHECK(!run_dir_has_placement(path)); /* without workers.csv it is of no use */
    records_write_text(path, "workers.csv", "", 0);
    CHECK(run_dir_has_placement(path));
    CHECK_INT(run_dir_read_placement(path, &back, &count, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(count, 2);
    CHECK_INT(back[0].worker, 1);
    CHECK_INT(back[0].pu, 5);
    CHECK_INT(back[0].core, 4);
    CHECK_INT(back[0].kind, 1);
    CHECK_INT(back[1].core, -1);
    CHECK_STRING(back[1].place, "none");
    free(back);
    records_remove(path);
}

int main(void) {
    test_drift_text();
    test_capacity_text();
    test_placement_comes_back();
    return check_done();
}
