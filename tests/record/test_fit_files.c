/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* fits.csv, fit_curves.csv and fit_points.csv to the letter, fits.csv read back, and a directory
 * that takes none. */
#include "check.h"
#include "record/directory.h"
#include "record/fit_files.h"
#include "records_sample.h"

#include <sys/stat.h>

static const struct fit_key OF_A_RUN = {
    "triad (mib=16), p = 0.9",
    {"triad", "mib=16", "openmp", "strong", "compact", "runtime"},
    0.9,
    8};
static const struct fit_key OF_A_FILE = {"a, \"b\"", {"", "", "", "strong", "", ""}, NAN, 0};

/* A parameter that was found, and one of a law that is not identifiable. */
static void fill_fits(struct fit_row rows[2]) {
    rows[0] = (struct fit_row){OF_A_RUN, "amdahl",  "serial_fraction",
                               0.1,      0.001,     0.098,
                               0.102,    "profile", true,
                               -12.5,    0.25,      0.5,
                               true,     "log"};
    rows[1] = (struct fit_row){OF_A_FILE, "usl", "kappa", NAN, NAN, NAN,   NAN,
                               "",        false, NAN,     NAN, NAN, false, "raw"};
}

static void check_text(const char *path, const char *file, const char *expected) {
    char *text = records_read_text(path, file, NULL);
    CHECK_STRING(text, expected);
    free(text);
}

static void test_text(void) {
    char path[64];
    struct fit_row fits[2];
    struct curve_row curve = {
        OF_A_RUN, "usl", "Universal Scalability Law", 1.5, 1.25, 1.125, NAN, 8.5, "rival",
        true,     false};
    struct level_row level = {OF_A_FILE, 2, 1.75, 1.5, 2, 0.125, NAN, NAN, 7};
    const struct fit_files files = {fits, &curve, &level, 2, 1, 1};
    struct fault fault = {0};
    records_make_directory(path);
    fill_fits(fits);
    CHECK_INT(fit_files_write(path, &files, &fault), 0);
    CHECK_INT(fit_files_write(path, &files, &fault), 0); /* replaced, not appended */
    CHECK_STRING(fault.text, "");
    check_text(path, "fits.csv",
               "workload,params,engine,scaling,place,p,tasks,law,parameter,value,se,lo,hi,interval,"
               "identifiable,name,method,aicc,delta_aicc,lack_p,is_best\n"
               "triad,mib=16,openmp,strong,compact,0.9,8,amdahl,serial_fraction,0.1,0.001,0.098,"
               "0.102,profile,1,\"triad (mib=16), p = 0.9\",log,-12.5,0.25,0.5,1\n"
               ",,,strong,,,,usl,kappa,,,,,,0,\"a, \"\"b\"\"\",raw,,,,0\n");
    check_text(path, "fit_curves.csv",
               "workload,params,engine,scaling,place,p,tasks,name,law,title,n,speedup,speedup_lo,"
               "speedup_hi,peak_n,outcome,is_best,is_measured\n"
               "triad,mib=16,openmp,strong,compact,0.9,8,\"triad (mib=16), p = 0.9\",usl,"
               "Universal Scalability Law,1.5,1.25,1.125,,8.5,rival,1,0\n");
    check_text(path, "fit_points.csv",
               "workload,params,engine,scaling,place,p,tasks,name,n,speedup,speedup_lo,speedup_hi,"
               "karp_flatt,karp_flatt_lo,karp_flatt_hi,rows\n"
               ",,,strong,,,,\"a, \"\"b\"\"\",2,1.75,1.5,2,0.125,,,7\n");
    records_remove(path);
}

static void test_back(void) {
    char path[64];
    struct fit_row fits[2], *back = NULL;
    size_t count = 0;
    const struct fit_files files = {.fits = fits, .fit_count = 2};
    struct fault fault = {0};
    records_make_directory(path);
    fill_fits(fits);
    CHECK_INT(fit_files_write(path, &files, &fault), 0);
    CHECK_INT(fit_files_read_fits(path, &back, &count, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(count, 2);
    if (count == 2) {
        CHECK_NEAR(back[0].value, 0.1, 0);
        CHECK_NEAR(back[0].hi, 0.102, 0);
        CHECK_STRING(back[0].interval, "profile");
        CHECK_STRING(back[0].key.name, OF_A_RUN.name);
        CHECK_INT(back[0].key.tasks, 8);
        CHECK(back[0].is_best && back[0].identifiable && !back[1].identifiable);
        CHECK(isnan(back[1].value) && isnan(back[1].key.p) && isnan(back[1].lack_p));
        CHECK_STRING(back[1].key.name, "a, \"b\"");
    }
    free(back);
    records_remove(path);
}

static void test_refused(void) {
    char path[64], part[96];
    struct fit_row fits[2], *back = NULL;
    size_t count = 0;
    const struct fit_files files = {.fits = fits, .fit_count = 2};
    struct fault unread = {0}, unwritten = {0};
    records_make_directory(path);
    fill_fits(fits);
    CHECK_INT(fit_files_read_fits(path, &back, &count, &unread), -FAULT_INPUT);
    CHECK_HOLDS(unread.text, "fits.csv");
    snprintf(part, sizeof part, "%s/fits.csv.part", path); /* in the way of what is written */
    CHECK_INT(mkdir(part, 0777), 0);
    CHECK_INT(fit_files_write(path, &files, &unwritten), -FAULT_SYSTEM);
    CHECK_HOLDS(unwritten.text, "cannot write ");
    CHECK_INT(rmdir(part), 0);
    records_remove(path);
}

/* Parents are made, what is there stays, and a file in the way is named. */
static void test_directory(void) {
    char path[64], deep[96], file[96], below[128];
    struct fault fault = {0};
    struct stat status;
    records_make_directory(path);
    snprintf(deep, sizeof deep, "%s/a/b", path);
    CHECK_INT(directory_make(deep, "directory", &fault), 0);
    CHECK_INT(directory_make(deep, "directory", &fault), 0);
    CHECK(stat(deep, &status) == 0 && S_ISDIR(status.st_mode));
    snprintf(file, sizeof file, "%s/a/b/file", path);
    FILE *stream = fopen(file, "w");
    CHECK(stream != NULL && fclose(stream) == 0);
    snprintf(below, sizeof below, "%s/c", file);
    CHECK_INT(directory_make(below, "place for it", &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "cannot make the place for it ");
    CHECK_HOLDS(fault.text, "Not a directory");
    CHECK_INT(directory_make("", "place for it", NULL), -FAULT_USAGE);
    CHECK_INT(unlink(file), 0);
    CHECK_INT(rmdir(deep), 0);
    snprintf(deep, sizeof deep, "%s/a", path);
    CHECK_INT(rmdir(deep), 0);
    records_remove(path);
}

int main(void) {
    test_text();
    test_back();
    test_refused();
    test_directory();
    return check_done();
}
