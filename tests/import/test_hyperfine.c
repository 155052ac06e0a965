/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What hyperfine writes: which n a result has, and which results are of one series. The files
 * beside this one were written by hyperfine 1.15 itself, hyperfine_two by
 *   hyperfine -N -w 2 -r 3 -L threads 1,2,4 -L mode a,b 'echo {mode} -j {threads} x4' \
 *       'printf %s{mode} {threads}4'
 * argv: their directory. */
#include "imported.h"

static void test_hyperfine_files(const char *directory) {
    struct imported read = import_file(directory, "hyperfine.json", NULL);
    const struct measured_group *group = group_at(&read, 0);
    CHECK_STRING(read.format, "hyperfine JSON");
    CHECK_INT(read.measured.count, 1);
    CHECK_STRING(group->name, "./s.sh {threads}");
    CHECK_INT(group->quantity, MEASURED_TIME);
    CHECK_INT(group->count, 6);
    CHECK_NEAR(group->rows[0].n, 1, 0);
    CHECK_NEAR(group->rows[0].value, 0.010852424, 1e-8);
    CHECK_NEAR(group->rows[5].n, 2, 0);
    measured_release(&read.measured);
    read = import_file(directory, "hyperfine.csv", NULL);
    CHECK_STRING(read.format, "hyperfine CSV");
    CHECK_INT(read.measured.count, 2); /* modes a and b */
    CHECK_STRING(group_at(&read, 1)->name, "./s.sh {threads} b");
    CHECK_INT(group_at(&read, 1)->count, 2);
    CHECK_NEAR(group_at(&read, 1)->rows[0].value, 0.0109183785, 1e-12); /* the median */
    measured_release(&read.measured);
}

/* The count in the words of a command, and what a failed run leaves. */
static void test_hyperfine_words(void) {
    static const char *const commands[][2] = {
        {"make -j4", "make -j{n}"},
        {"make -j 4 all", "make -j {n} all"},
        {"sort --parallel=9 --threads=4 x", "sort --parallel=9 --threads={n} x"},
        {"solve -t 4", "solve -t {n}"},
        {"env OMP_NUM_THREADS=4 ./a -n2x", "env OMP_NUM_THREADS={n} ./a -n2x"},
        {"mpirun -np 4 ./a", "mpirun -np {n} ./a"},
        {"sh -c 'make -j4'", "sh -c 'make -j{n}'"},
        {"solve -n 100 -t 4", "solve -n 100 -t {n}"},
        {"solve n=100 -N 9 --threads 4", "solve n=100 -N 9 --threads {n}"},
        {"/usr/bin/mpirun -n 4 ./a -n 7", "/usr/bin/mpirun -n {n} ./a -n 7"},
        {"srun -n4 ./a", "srun -n{n} ./a"},
    };
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        char text[256];
        snprintf(text, sizeof text,
                 "{\"results\": [{\"command\": \"%s\", \"times\": [1, 2, 3], "
                 "\"exit_codes\": [0, 1, null]}]}",
                 commands[i][0]);
        struct imported read = import_text(text, NULL);
        CHECK_STRING(group_at(&read, 0)->name, commands[i][1]);
        CHECK_INT(group_at(&read, 0)->count, 1);
        CHECK_NEAR(group_at(&read, 0)->rows[0].n, 4, 0);
        measured_release(&read.measured);
    }
}

/* The only numeric parameter is the count; two commands with the same parameter are two groups. */
static void test_hyperfine_parameters(void) {
    struct imported read = import_text(
        "{\"results\": ["
        "{\"command\": \"a 1 x\", \"mean\": 4, \"parameters\": {\"k\": \"1\", \"m\": \"x\"}},"
        "{\"command\": \"a 2 x\", \"mean\": 2, \"parameters\": {\"k\": \"2\", \"m\": \"x\"}},"
        "{\"command\": \"b 1 x\", \"mean\": 9, \"parameters\": {\"k\": \"1\", \"m\": \"x\"}},"
        "{\"command\": \"b 2 x\", \"mean\": 8, \"parameters\": {\"k\": \"2\", \"m\": \"x\"}}]}",
        NULL);
    CHECK_INT(read.measured.count, 2);
    CHECK_STRING(group_at(&read, 1)->name, "b {k} x");
    CHECK_NEAR(group_at(&read, 1)->rows[1].n, 2, 0);
    CHECK_NEAR(group_at(&read, 1)->rows[1].value, 8, 0);
    measured_release(&read.measured);
}

/* Two commands that hold numbers which are n at some n and not at others. */
static void test_two_commands(const char *directory) {
    static const char *const files[] = {"hyperfine_two.json", "hyperfine_two.csv"};
    static const char *const names[] = {"echo a -j {threads} x4", "printf %sa {threads}4",
                                        "echo b -j {threads} x4", "printf %sb {threads}4"};
    for (size_t i = 0; i < 2; i++) {
        struct imported read = import_file(directory, files[i], NULL);
        CHECK_INT(read.measured.count, 4);
        for (size_t k = 0; k < 4; k++) {
            const struct measured_group *group = group_at(&read, k);
            size_t each = i == 0 ? 3 : 1; /* every run, or the median */
            CHECK_STRING(group->name, names[k]);
            CHECK_INT(group->count, 3 * each);
            CHECK_NEAR(group->rows[0].n, 1, 0);
            CHECK_NEAR(group->rows[each].n, 2, 0);
            CHECK_NEAR(group->rows[2 * each].n, 4, 0);
        }
        measured_release(&read.measured);
    }
}

/* A CSV of hyperfine's, of its columns those that are read: command, median, n. */
static struct imported import_rows(const char *parameters, const char *rows) {
    char text[1024];
    snprintf(text, sizeof text, "command,mean,stddev,median,%s\n%s", parameters, rows);
    return import_text(text, NULL);
}

static void check_group(const struct imported *imported, size_t index, const char *name,
                        const double *values, size_t count) {
    const struct measured_group *group = group_at(imported, index);
    CHECK_STRING(group->name, name);
    CHECK_INT(group->count, count);
    for (size_t i = 0; i < count && i < group->count; i++)
        CHECK_NEAR(group->rows[i].value, values[i], 0);
}

/* Rows in another order, rows that lack, the same command twice: the text tells them apart. */
static void test_texts(void) {
    struct imported read = import_rows("parameter_threads", "prog --size 4 -j 1,0,0,8,1\n"
                                                            "prog2 --size 4 -j 2,0,0,3,2\n"
                                                            "prog --size 4 -j 2,0,0,4,2\n"
                                                            "prog2 --size 4 -j 4,0,0,1,4\n"
                                                            "prog2 --size 4 -j 1,0,0,6,1\n"
                                                            "prog2 --size 4 -j 1,0,0,7,1\n");
    CHECK_INT(read.measured.count, 2);
    check_group(&read, 0, "prog --size 4 -j {threads}", (const double[]){8, 4}, 2);
    check_group(&read, 1, "prog2 --size 4 -j {threads}", (const double[]){3, 1, 6, 7}, 4);
    measured_release(&read.measured);
    /* "x 2 2" may be one with "x 1 1" and with "x 2 1". */
    read = import_rows("parameter_n", "x 1 1,0,0,1,1\nx 2 1,0,0,2,1\nx 2 2,0,0,3,2\n"
                                      "x 1 2,0,0,4,2\n");
    CHECK_INT(read.measured.count, 2);
    check_group(&read, 0, "x 1 {n}", (const double[]){1, 4}, 2);
    check_group(&read, 1, "x 2 {n}", (const double[]){2, 3}, 2);
    measured_release(&read.measured);
    /* A number of two digits where n has one, and n within it. */
    read = import_rows("parameter_n", "a 16 1,0,0,1,1\nb 1,0,0,2,1\na 16 16,0,0,3,16\n"
                                      "b 16,0,0,4,16\n");
    CHECK_INT(read.measured.count, 2);
    check_group(&read, 0, "a 16 {n}", (const double[]){1, 3}, 2);
    check_group(&read, 1, "b {n}", (const double[]){2, 4}, 2);
    measured_release(&read.measured);
}

/* Names that were given to each result: nothing but the order tells. */
static void test_given_names(void) {
    struct imported read = import_rows("parameter_n", "first,0,0,1,1\nsecond,0,0,2,1\n"
                                                      "third,0,0,3,2\nfourth,0,0,4,2\n");
    CHECK_INT(read.measured.count, 2);
    check_group(&read, 0, "first", (const double[]){1, 3}, 2);
    check_group(&read, 1, "second", (const double[]){2, 4}, 2);
    measured_release(&read.measured);
    /* Commands that n does not stand in, told apart by another parameter alone. */
    read = import_rows("parameter_n,parameter_mode", "a,0,0,1,1,x\na,0,0,2,2,x\na,0,0,3,1,y\n"
                                                     "a,0,0,4,2,y\n");
    CHECK_INT(read.measured.count, 2);
    check_group(&read, 0, "a, mode=x", (const double[]){1, 2}, 2);
    check_group(&read, 1, "a, mode=y", (const double[]){3, 4}, 2);
    measured_release(&read.measured);
}

/* Which parameter is n. */
static void test_choice(void) {
    static const struct {
        const char *parameters, *rows;
        double n;
    } cases[] = {
        {"parameter_size,parameter_t", "p -n 5 -t 2,0,0,1,5,2\np -n 6 -t 4,0,0,1,6,4\n", 4},
        {"parameter_np,parameter_size", "p,0,0,1,2,5\np,0,0,1,4,6\n", 4},
        {"parameter_n,parameter_threads", "p,0,0,1,5,2\np,0,0,1,6,4\n", 4},
        {"parameter_n,parameter_t", "p,0,0,1,5,2\np,0,0,1,5,4\n", 4}, /* n is the same */
        {"parameter_k,parameter_mode", "p,0,0,1,2,a\np,0,0,1,4,a\n", 4},
        {"parameter_k", "p -t 2,0,0,1,5\np -t 4,0,0,1,6\n", 4}, /* the words say otherwise */
        {"parameter_size", "p -j2,0,0,1,5\np -j4,0,0,1,6\n", 4},
        {"parameter_threads,parameter_k", "p,0,0,1,4,5\np,0,0,1,4,6\n", 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct imported read = import_rows(cases[i].parameters, cases[i].rows);
        const struct measured_group *last = group_at(&read, read.measured.count - 1);
        CHECK_NEAR(last->rows[last->count - 1].n, cases[i].n, 0);
        measured_release(&read.measured);
    }
    static const char HEAD[] = "command,mean,stddev,median,parameter_";
    static const char *const refused[][2] = {
        {"x,parameter_y\np -n 5,0,0,1,5,2\n", "none of the parameters (x, y) is named as a count"},
        {"size\np 5,0,0,1,5\n", "none of the parameters (size) is named"},
        {"n,parameter_t\np,0,0,1,1,2\np,0,0,1,2,3\n", "either of the parameters n and t"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        char text[256];
        snprintf(text, sizeof text, "%s%s", HEAD, refused[i][0]);
        check_refused(text, NULL, FAULT_INPUT, refused[i][1]);
    }
}

/* Commands that were made to be compared for ever are not. */
static void test_long_commands(void) {
    char text[1 << 14];
    size_t used = (size_t)snprintf(text, sizeof text, "command,mean,stddev,median,parameter_n\n");
    for (size_t i = 1; i <= 2; i++) {
        for (size_t k = 0; k < 2000; k++)
            text[used++] = '1';
        used += (size_t)snprintf(text + used, sizeof text - used, "%s,0,0,%zu,%s\n",
                                 i == 1 ? "a" : "b", i, i == 1 ? "1" : "11");
    }
    struct imported read = import_text(text, NULL);
    CHECK_INT(read.measured.count, 1);
    CHECK_INT(group_at(&read, 0)->count, 2);
    measured_release(&read.measured);
}

int main(int argc, char **argv) {
    const char *directory = argc > 1 ? argv[1] : ".";
    test_hyperfine_files(directory);
    test_hyperfine_words();
    test_hyperfine_parameters();
    test_two_commands(directory);
    test_texts();
    test_given_names();
    test_choice();
    test_long_commands();
    return check_done();
}
