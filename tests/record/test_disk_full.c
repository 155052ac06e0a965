/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A disk that fills while rows are appended: a file size limit stands in for it, and where the test
 * may mount one, a file system of 64 KiB. */
#include "record/run_dir.h"

#include "check.h"
#include "records_sample.h"

#include <errno.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* Appends until the disk says no; gives the samples that were taken for kept. */
static size_t fill(const char *path, const char *answer) {
    struct run_dir *run = NULL;
    struct fault fault = {0};
    CHECK_INT(run_dir_create(path, &run, &fault), 0);
    size_t kept = 0;
    int code = 0;
    while (run != NULL && code == 0 && kept < 100000) {
        struct sample samples[14];
        struct worker_span spans[21];
        for (size_t i = 0; i < 14; i++)
            samples[i] = records_sample(kept + i + 1);
        for (size_t i = 0; i < 21; i++)
            spans[i] = records_span(kept + i * 2 / 3 + 1, (uint32_t)(i % 2));
        code = run_dir_append(run, samples, 14, spans, 21, &fault);
        kept += code == 0 ? 14 : 0;
    }
    CHECK_INT(code, -FAULT_SYSTEM);
    CHECK_HOLDS(fault.text, answer);
    CHECK_HOLDS(fault.text, path);
    CHECK_HOLDS(fault.text, "--out");
    CHECK_HOLDS(fault.text, "all of them whole");
    run_dir_close(run);

    struct sample *back = NULL;
    size_t count = 0;
    fault = (struct fault){0};
    CHECK_INT(run_dir_read_samples(path, &back, &count, NULL, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_REPORT(count >= kept && count <= kept + 14, "%zu samples in the file, %zu appended",
                 count, kept);
    for (size_t i = 0; i < count; i++)
        if (back[i].id != i + 1)
            CHECK_INT(back[i].id, i + 1);
    free(back);
    return kept;
}

static void test_file_size_limit(void) {
    char path[64];
    records_make_directory(path);
    struct rlimit before, small;
    getrlimit(RLIMIT_FSIZE, &before);
    small = (struct rlimit){.rlim_cur = 50001, .rlim_max = before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    CHECK(fill(path, strerror(EFBIG)) > 0);

    /* Room again: the run goes on where it stopped. */
    setrlimit(RLIMIT_FSIZE, &before);
    struct run_dir *run = NULL;
    struct sample sample = records_sample(1), *back = NULL;
    size_t count = 0, longer = 0;
    CHECK_INT(run_dir_read_samples(path, &back, &count, NULL, NULL), 0);
    free(back);
    CHECK_INT(run_dir_resume(path, &run, NULL), 0);
    CHECK_INT(run_dir_append(run, &sample, 1, NULL, 0, NULL), 0);
    CHECK_INT(run_dir_read_samples(path, &back, &longer, NULL, NULL), 0);
    CHECK_INT(longer, count + 1);
    free(back);
    run_dir_close(run);

    /* A file that is replaced whole keeps its old text when the new one does not fit. */
    struct placement_row rows[200] = {{.n = 0}};
    struct fault fault = {0};
    CHECK_INT(run_dir_write_placement(path, rows, 1, NULL), 0);
    small.rlim_cur = 100;
    setrlimit(RLIMIT_FSIZE, &small);
    CHECK_INT(run_dir_write_placement(path, rows, 200, &fault), -FAULT_SYSTEM);
    setrlimit(RLIMIT_FSIZE, &before);
    CHECK_HOLDS(fault.text, strerror(EFBIG));
    char *text = records_read_text(path, "placement.csv", NULL);
    CHECK_STRING(text, "n,worker,pu,core,cache,numa,package,kind,place\n0,0,0,0,0,0,0,0,\n");
    free(text);
    records_remove(path);
}

static void test_small_file_system(void) {
    char path[64], run_path[128];
    records_make_directory(path);
    if (mount("small", path, "tmpfs", 0, "size=64k") != 0) {
        printf("a full file system is not tried: cannot mount one here: %s\n", strerror(errno));
        rmdir(path);
        return;
    }
    snprintf(run_path, sizeof run_path, "%s/run", path);
    CHECK(fill(run_path, strerror(ENOSPC)) > 0);
    CHECK_INT(umount(path), 0);
    rmdir(path);
}

int main(void) {
    test_file_size_limit();
    test_small_file_system();
    return check_done();
}
