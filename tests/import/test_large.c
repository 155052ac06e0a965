/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Many rows, many groups, long cells, and a stream that can be read only once. */
#include "imported.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum { ROWS = 1000000, GROUPS = 5000 };

static FILE *make_file(char path[64]) {
    snprintf(path, 64, "/tmp/amdahl-import-XXXXXX");
    int fd = mkstemp(path);
    CHECK(fd >= 0);
    return fdopen(fd, "w");
}

static struct imported finish(FILE *file, const char *path) {
    struct imported read = {.format = ""};
    CHECK_INT(fclose(file), 0);
    struct import_request request = {path, NULL};
    read.status = import_read(&request, &read.measured, &read.format, &read.fault);
    CHECK_STRING(read.fault.text, "");
    unlink(path);
    return read;
}

static void test_rows(void) {
    char path[64];
    FILE *file = make_file(path);
    double sum = 0, expected = 0;
    fputs("n,time_s\n", file);
    for (int i = 1; i <= ROWS; i++) {
        fprintf(file, "%d,%d.5\n", i % 4096 + 1, i);
        expected += i + 0.5;
    }
    struct imported read = finish(file, path);
    CHECK_INT(read.measured.count, 1);
    const struct measured_group *group = group_at(&read, 0);
    CHECK_INT(group->count, ROWS);
    for (size_t i = 0; i < group->count; i++)
        sum += group->rows[i].value;
    CHECK_NEAR(sum, expected, 0);
    CHECK_NEAR(group->rows[group->count - 1].n, ROWS % 4096 + 1, 0);
    measured_release(&read.measured);
}

static void test_groups(void) {
    char path[64];
    FILE *file = make_file(path);
    fputs("name,n,time_s\n", file);
    for (int i = 0; i < 3 * GROUPS; i++)
        fprintf(file, "g%d,%d,1\n", i % GROUPS, i / GROUPS + 1);
    struct imported read = finish(file, path);
    CHECK_INT(read.measured.count, GROUPS);
    int wrong = 0;
    for (size_t i = 0; i < read.measured.count; i++)
        wrong += read.measured.groups[i].count != 3 ||
                 (size_t)atoi(read.measured.groups[i].name + 1) != i;
    CHECK_INT(wrong, 0);
    measured_release(&read.measured);
}

/* A header longer than what is looked at to tell formats apart, and a key longer than the others.
 */
static void test_long_cells(void) {
    char path[64];
    FILE *file = make_file(path);
    for (int i = 0; i < 20000; i++)
        fprintf(file, "column%d,", i);
    fputs("name,n,time_s\n", file);
    for (int row = 0; row < 3; row++) {
        for (int i = 0; i < 20000; i++)
            fputc(',', file);
        for (int i = 0; i < 3000 * row; i++)
            fputc('w', file);
        fprintf(file, ",%d,1\n", row + 1);
    }
    struct imported read = finish(file, path);
    CHECK_INT(read.measured.count, 3);
    measured_release(&read.measured);
}

static void test_stream(void) {
    char path[64] = "/tmp/amdahl-import-XXXXXX";
    CHECK(mkdtemp(path) != NULL);
    char fifo[80];
    snprintf(fifo, sizeof fifo, "%s/stream", path);
    CHECK_INT(mkfifo(fifo, 0600), 0);
    pid_t child = fork();
    if (child == 0) {
        static const char TEXT[] = "n,time_s\n1,2\n2,1\n";
        int fd = open(fifo, O_WRONLY);
        _exit(write(fd, TEXT, sizeof TEXT - 1) == (ssize_t)sizeof TEXT - 1 ? 0 : 1);
    }
    struct imported read = {.format = ""};
    struct import_request request = {fifo, NULL};
    read.status = import_read(&request, &read.measured, &read.format, &read.fault);
    CHECK_STRING(read.fault.text, "");
    CHECK_INT(group_at(&read, 0)->count, 2);
    measured_release(&read.measured);
    CHECK_INT(waitpid(child, NULL, 0), child);
    unlink(fifo);
    rmdir(path);
}

int main(void) {
    test_rows();
    test_groups();
    test_long_cells();
    test_stream();
    return check_done();
}
