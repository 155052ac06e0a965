/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Plain tables: names of columns, what is tolerated, what is left out, what makes groups. */
#include "imported.h"

static void test_least(void) {
    struct imported read = import_text("n,throughput\n1,64.9\n18,995.9\n0.5,30\n", NULL);
    const struct measured_group *group = group_at(&read, 0);
    CHECK_STRING(read.format, "CSV");
    CHECK_INT(read.measured.count, 1);
    CHECK_INT(group->count, 3);
    CHECK_INT(group->quantity, MEASURED_THROUGHPUT);
    CHECK_INT(group->scaling, MEASURED_STRONG);
    CHECK(!group->scaling_is_known);
    CHECK_STRING(group->name, "");
    CHECK(isnan(group->p));
    CHECK_NEAR(group->rows[1].n, 18, 0);
    CHECK_NEAR(group->rows[1].value, 995.9, 0);
    CHECK_NEAR(group->rows[1].work, 1, 0);
    CHECK(isnan(group->rows[1].capacity) && isnan(group->rows[1].clock));
    CHECK_INT(group->rows[1].round, MEASURED_NO_ROUND);
    CHECK_NEAR(group->rows[2].n, 0.5, 0); /* fractions, and the file's order */
    measured_release(&read.measured);
}

/* A byte order mark, comments, CRLF, blanks, blank lines, quotes, no last newline. */
static void test_tolerated(void) {
    struct imported read = import_text("\xef\xbb\xbf# by hand\r\n\r\n# 2 lines\r\n"
                                       " Threads , \"Time (ms)\" ,note\r\n"
                                       "1, 250 ,\"a, \"\"b\"\"\r\nc\"\r\n\r\n"
                                       "2,125,\r\n,,\r\n4,80,x",
                                       NULL);
    const struct measured_group *group = group_at(&read, 0);
    CHECK_INT(group->count, 3);
    CHECK_INT(group->quantity, MEASURED_TIME);
    CHECK_NEAR(group->rows[0].value, 0.25, 1e-15);
    CHECK_NEAR(group->rows[2].n, 4, 0);
    CHECK_NEAR(group->rows[2].value, 0.08, 1e-15);
    measured_release(&read.measured);
}

/* The name of a column, what it is, and what 2 there is in SI units. */
static void test_names(void) {
    static const struct {
        const char *count, *quantity;
        enum measured_quantity is;
        double two;
    } cases[] = {
        {"n", "time_s", MEASURED_TIME, 2},
        {"cores", "time", MEASURED_TIME, 2},
        {"threads", "seconds", MEASURED_TIME, 2},
        {"Workers", "Elapsed", MEASURED_TIME, 2},
        {"processors", "wall", MEASURED_TIME, 2},
        {"procs", "real", MEASURED_TIME, 2},
        {"cpus", "time_ms", MEASURED_TIME, 2e-3},
        {"nproc", "time_us", MEASURED_TIME, 2e-6},
        {"num_threads", "time_ns", MEASURED_TIME, 2e-9},
        {"n_workers", "runtime (ms)", MEASURED_TIME, 2e-3},
        {"OMP_NUM_THREADS", "wall-clock time [s]", MEASURED_TIME, 2},
        {"ranks", "duration_minutes", MEASURED_TIME, 120},
        {"# of threads", "speedup", MEASURED_SPEEDUP, 2},
        {"n", "Speed-up", MEASURED_SPEEDUP, 2},
        {"n", "throughput", MEASURED_THROUGHPUT, 2},
        {"n", "rate", MEASURED_THROUGHPUT, 2},
        {"n", "ops/s", MEASURED_THROUGHPUT, 2},
        {"n", "requests per second", MEASURED_THROUGHPUT, 2},
        {"n", "X", MEASURED_THROUGHPUT, 2},
        {"n", "tps", MEASURED_THROUGHPUT, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[128];
        if (cases[i].count[0] == '#')
            snprintf(text, sizeof text, "\"%s\";%s\n3;2\n", "number of threads", cases[i].quantity);
        else
            snprintf(text, sizeof text, "%s\t%s\n3\t2\n", cases[i].count, cases[i].quantity);
        struct imported read = import_text(text, NULL);
        const struct measured_group *group = group_at(&read, 0);
        CHECK_REPORT(group->quantity == cases[i].is &&
                         fabs(group->rows[0].value - cases[i].two) <= 1e-12 * cases[i].two,
                     "%s is %d, %g", cases[i].quantity, group->quantity, group->rows[0].value);
        CHECK_NEAR(group->rows[0].n, 3, 0);
        measured_release(&read.measured);
    }
}

/* Of several quantities the time, and of several counts n. */
static void test_preference(void) {
    struct imported read =
        import_text("threads,speedup,throughput,elapsed,time_s,n\n9,1,2,3,4,1\n", NULL);
    CHECK_INT(group_at(&read, 0)->quantity, MEASURED_TIME);
    CHECK_NEAR(group_at(&read, 0)->rows[0].value, 4, 0);
    CHECK_NEAR(group_at(&read, 0)->rows[0].n, 1, 0);
    measured_release(&read.measured);
    read = import_text("n,speedup,throughput\n1,1,2\n", NULL);
    CHECK_INT(group_at(&read, 0)->quantity, MEASURED_THROUGHPUT);
    measured_release(&read.measured);
}

/* What a row says of itself; values that do not exist; rounds, capacity and clock. */
static void test_rows(void) {
    struct imported read =
        import_text("n,time_s,valid,role,oversubscribed,round,capacity,clock,work\n"
                    "1,1,1,asked,0,0,1,1,\n"
                    "2,0.6,0,asked,0,0,2,1,\n"
                    "2,0.5,true,anchor,,7,1.9,0.95,1.5\n"
                    "2,0.4,1,sentinel,0,1,2,1,\n"
                    "8,0.3,1,asked,1,1,2,1,\n"
                    "4,,1,asked,0,1,2,1,\n"
                    "4,NA,1,asked,0,1,2,1,\n"
                    ",0.2,1,asked,0,1,2,1,\n",
                    NULL);
    const struct measured_group *group = group_at(&read, 0);
    CHECK_INT(group->count, 2);
    CHECK_INT(group->rows[0].round, 0);
    CHECK_NEAR(group->rows[0].work, 1, 0);
    CHECK_INT(group->rows[1].round, 7);
    CHECK_NEAR(group->rows[1].capacity, 1.9, 0);
    CHECK_NEAR(group->rows[1].clock, 0.95, 0);
    CHECK_NEAR(group->rows[1].work, 1.5, 0);
    measured_release(&read.measured);
}

static void test_groups(void) {
    struct imported read = import_text("workload,params,engine,place,idle,p,tasks,n,time_s\n"
                                       "spin,,threads,spread,block,0.9,,1,1\n"
                                       "spin,,threads,spread,block,0.5,,1,2\n"
                                       "spin,,threads,spread,block,0.9,,2,3\n"
                                       "triad,mib=16,openmp,compact,block,0.9,8,2,4\n",
                                       NULL);
    CHECK_INT(read.measured.count, 3);
    CHECK_STRING(group_at(&read, 0)->name, "spin, p = 0.9");
    CHECK_INT(group_at(&read, 0)->count, 2);
    CHECK_NEAR(group_at(&read, 0)->rows[1].value, 3, 0);
    CHECK_NEAR(group_at(&read, 1)->p, 0.5, 0);
    CHECK_STRING(group_at(&read, 2)->name, "triad (openmp, mib=16, compact), p = 0.9, 8 tasks");
    CHECK_STRING(group_at(&read, 2)->series.params, "mib=16");
    CHECK_INT(group_at(&read, 2)->tasks, 8);
    measured_release(&read.measured);

    /* Other names; a long one is cut, and still tells groups apart. */
    char text[512], name[201] = "";
    memset(name, 'w', sizeof name - 1);
    snprintf(text, sizeof text, "name,n,time\nsort,1,2\n%sa,1,3\n%sb,1,3\nsort,2,1\n", name, name);
    read = import_text(text, NULL);
    CHECK_INT(read.measured.count, 3);
    CHECK_STRING(group_at(&read, 0)->name, "sort");
    CHECK_STRING(group_at(&read, 0)->series.workload, "sort");
    CHECK_INT(group_at(&read, 0)->count, 2);
    CHECK_INT(strlen(group_at(&read, 2)->name), 127);
    CHECK_INT(strlen(group_at(&read, 2)->series.workload), 31);
    measured_release(&read.measured);
}

/* Points that a run measured as anchors only are left out, like in its own directory. */
static void test_anchors(void) {
    struct imported read =
        import_text("role,p,n,time_s\nanchor,1,1,1\nasked,0.9,1,1\nanchor,1,2,1\n", NULL);
    CHECK_INT(read.measured.count, 1);
    CHECK_NEAR(group_at(&read, 0)->p, 0.9, 0);
    measured_release(&read.measured);
}

static double work_in(const char *text, const char *scaling) {
    struct imported read = import_text(text, scaling);
    double work = group_at(&read, 0)->rows[0].work;
    CHECK(group_at(&read, 0)->scaling_is_known);
    CHECK_STRING(group_at(&read, 0)->series.scaling,
                 measured_scaling_name(group_at(&read, 0)->scaling));
    measured_release(&read.measured);
    return work;
}

static void test_scaling(void) {
    CHECK_NEAR(work_in("n,time\n4,1\n", "strong"), 1, 0);
    CHECK_NEAR(work_in("n,time\n4,1\n", "throughput"), 4, 0);
    CHECK_NEAR(work_in("n,time\n4,1\n", "weak"), 4, 0);
    CHECK_NEAR(work_in("n,time,p\n4,1,0.5\n", "weak"), 2.5, 1e-15);
    CHECK_NEAR(work_in("n,time,work\n4,1,3\n", "weak"), 3, 0);
    CHECK_NEAR(work_in("n,throughput,work\n4,1,3\n", "weak"), 1, 0);
    CHECK_NEAR(work_in("n,time,p,p_work,scaling\n4,1,0.5,0.6,weak\n", NULL), 2.8, 1e-15);
    CHECK_NEAR(work_in("n,time,scaling\n4,1,throughput\n", "throughput"), 4, 0);
    /* Kinds are never in one group. */
    struct imported read = import_text("n,time,scaling\n1,1,weak\n1,1,strong\n2,1,weak\n", NULL);
    CHECK_INT(read.measured.count, 2);
    CHECK_INT(group_at(&read, 0)->scaling, MEASURED_WEAK);
    CHECK_INT(group_at(&read, 1)->scaling, MEASURED_STRONG);
    CHECK_STRING(group_at(&read, 0)->name, "weak scaling");
    CHECK_STRING(group_at(&read, 1)->name, "strong scaling");
    measured_release(&read.measured);
}

/* Whether the work of a weak time is known, taken for granted, or refused. */
static void test_work(void) {
    static const struct {
        const char *text;
        bool is_assumed;
    } cases[] = {
        {"n,time\n1,1\n4,1\n", true},         {"n,time,work\n1,1,1\n4,1,3\n", false},
        {"n,time,work\n1,1,1\n4,1,\n", true}, {"n,time,p\n1,1,0.5\n4,1,0.5\n", false},
        {"n,throughput\n1,1\n4,1\n", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct imported read = import_text(cases[i].text, "weak");
        CHECK_INT(group_at(&read, 0)->work_is_assumed, cases[i].is_assumed);
        measured_release(&read.measured);
    }
    struct imported read = import_text("n,time\n1,1\n4,1\n", "throughput");
    CHECK(!group_at(&read, 0)->work_is_assumed);
    measured_release(&read.measured);
    /* Work that does not grow is of strong scaling, also if it is not quite 1. */
    read = import_text("n,time,work\n1,1,1\n4,1,1.004\n", NULL);
    CHECK(!group_at(&read, 0)->work_is_assumed);
    CHECK_INT(group_at(&read, 0)->scaling, MEASURED_STRONG);
    measured_release(&read.measured);
}

/* What a header leaves open: the unit of a time, and which column is n. */
static void test_open_header(void) {
    static const struct {
        const char *text, *count_column;
        bool unit_is_assumed;
    } cases[] = {
        {"n,time\n1,1\n", "", true},
        {"n,Elapsed\n1,1\n", "", true},
        {"n,time_s\n1,1\n", "", false},
        {"n,seconds\n1,1\n", "", false},
        {"n,\"time (ms)\"\n1,1\n", "", false},
        {"n,rate\n1,1\n", "", false},
        {"threads,Cores,time\n1,4,2\n", "Cores", true},
        {"threads,n,tasks,p,time_s\n1,4,2,0.5,1\n", "n", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct imported read = import_text(cases[i].text, NULL);
        CHECK_REPORT(group_at(&read, 0)->unit_is_assumed == cases[i].unit_is_assumed,
                     "of '%s' the unit is taken for granted: %d", cases[i].text,
                     group_at(&read, 0)->unit_is_assumed);
        CHECK_STRING(group_at(&read, 0)->count_column, cases[i].count_column);
        measured_release(&read.measured);
    }
}

/* Units of work, one for each row however many there are; a row without has all do without. */
static void test_units(void) {
    enum { ROWS = 1000 };
    char text[16 * ROWS];
    size_t used = (size_t)snprintf(text, sizeof text, "n,time_s,units\n");
    for (int i = 0; i < ROWS; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "1,1,%d\n", i + 1);
    struct imported read = import_text(text, NULL);
    const struct measured_group *group = group_at(&read, 0);
    CHECK_INT(group->count, ROWS);
    CHECK(group->units != NULL);
    for (int i = 0; group->units != NULL && i < ROWS; i++)
        CHECK_NEAR(group->units[i], i + 1, 0);
    measured_release(&read.measured);
    read = import_text("n,time_s,units\n1,1,5\n1,1,\n", NULL);
    CHECK(group_at(&read, 0)->units == NULL);
    CHECK(!group_at(&read, 0)->units_are_lost);
    measured_release(&read.measured);
    /* A summary of ours has none; neither has that of a foreign program, which needs none. */
    read = import_text("workload,engine,place,p,p_work,n,time_s\nspin,threads,spread,1,1,1,1\n"
                       "make,exec,spread,,,1,1\n",
                       NULL);
    CHECK(group_at(&read, 0)->units_are_lost);
    CHECK(!group_at(&read, 1)->units_are_lost);
    measured_release(&read.measured);
}

static void test_json_rows(void) {
    struct imported read =
        import_text("[{\"threads\": 1, \"time_ms\": 4, \"name\": \"a\"},\n"
                    " {\"threads\": 2, \"time_ms\": 2.5, \"name\": \"a\", \"valid\": true},\n"
                    " {\"threads\": 2, \"time_ms\": null, \"name\": \"a\"}]",
                    NULL);
    CHECK_STRING(read.format, "JSON");
    CHECK_INT(group_at(&read, 0)->count, 2);
    CHECK_NEAR(group_at(&read, 0)->rows[1].value, 2.5e-3, 1e-15);
    measured_release(&read.measured);
    read = import_text("{\"when\": \"x\", \"samples\": [{\"n\": 1, \"throughput\": \"7\"}]}", NULL);
    CHECK_NEAR(group_at(&read, 0)->rows[0].value, 7, 0);
    measured_release(&read.measured);
}

int main(void) {
    test_least();
    test_tolerated();
    test_names();
    test_preference();
    test_rows();
    test_groups();
    test_anchors();
    test_scaling();
    test_work();
    test_open_header();
    test_units();
    test_json_rows();
    return check_done();
}
