/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* How a gnuplot is found, run and stopped: with programs that stand in for it. */
#include "charts/gnuplot.h"
#include "check.h"
#include "fixture.h"

static void make_program(const char *directory, const char *body) {
    char path[2 * FIXTURE_PATH_BYTES];
    snprintf(path, sizeof path, "%s/gnuplot", directory);
    unlink(path);
    FILE *program = fopen(path, "w");
    fprintf(program, "#!/bin/sh\n%s\n", body);
    fclose(program);
    chmod(path, 0700);
}

static int run(const char *directory, const char *body, double limit_s, char **ret_text,
               struct fault *fault) {
    char program[2 * FIXTURE_PATH_BYTES];
    size_t bytes = 0;
    make_program(directory, body);
    snprintf(program, sizeof program, "%s/gnuplot", directory);
    FILE *text = open_memstream(ret_text, &bytes);
    int status = gnuplot_run(&(struct gnuplot_call){.program = program,
                                                    .directory = directory,
                                                    .script = "a script",
                                                    .input_fd = -1,
                                                    .text = text,
                                                    .limit_s = limit_s},
                             fault);
    fclose(text);
    return status;
}

static void check_find(const char *directory) {
    char found[FIXTURE_PATH_BYTES], path[2 * FIXTURE_PATH_BYTES];
    make_program(directory, "exit 0");
    snprintf(path, sizeof path, "/nonexistent:%s:/bin", directory);
    setenv("PATH", path, 1);
    CHECK(gnuplot_find(found, sizeof found));
    CHECK_HOLDS(found, directory);
    CHECK(!gnuplot_find(found, 8));

    /* A relative directory, "" among them, is passed over. */
    CHECK(chdir(directory) == 0);
    setenv("PATH", ".::/nonexistent:", 1);
    CHECK(!gnuplot_find(found, sizeof found));
    unsetenv("PATH");
    CHECK(!gnuplot_find(found, sizeof found));
    setenv("PATH", "/usr/bin:/bin", 1);
}

static void check_good(const char *directory) {
    char *text = NULL;
    struct fault fault = {0};
    setenv("GNUTERM", "x11", 1);
    CHECK_INT(run(directory, "pwd; echo \"$1|$2|$#\"; env", 20, &text, &fault), 0);
    CHECK_HOLDS(text, directory);
    CHECK_HOLDS(text, "-d|a script|2\n");
    CHECK_HOLDS(text, "LC_ALL=C\n");
    CHECK(strstr(text, "GNUTERM") == NULL);
    CHECK_INT(fault.code, FAULT_NONE);
    free(text);

    /* More than the pipes hold, on both. */
    CHECK_INT(run(directory, "head -c 200000 /dev/zero | tr '\\0' x | tee /dev/stderr", 20, &text,
                  &fault),
              0);
    CHECK_INT(strlen(text), 200000);
    free(text);
}

static void check_bad(const char *directory) {
    char *text = NULL;
    struct fault failed = {0}, killed = {0}, late = {0}, silent = {0}, absent = {0};
    CHECK_INT(run(directory, "printf '\\nplot y\\n     ^\\n  line 0: undefined\\n\\n' >&2; exit 1",
                  20, &text, &failed),
              -FAULT_SYSTEM);
    CHECK_HOLDS(failed.text, ": line 0: undefined");
    CHECK(strchr(failed.text, '\n') == NULL);
    free(text);
    CHECK_INT(run(directory, "kill -SEGV $$", 20, &text, &killed), -FAULT_SYSTEM);
    CHECK_HOLDS(killed.text, "signal 11");
    free(text);
    CHECK_INT(run(directory, "exec sleep 1000", 0.1, &text, &late), -FAULT_TIME_LIMIT);
    CHECK_HOLDS(late.text, "0.1 s");
    free(text);
    CHECK_INT(run(directory, "exec sleep 1000 >&- 2>&-", 0.1, &text, &silent), -FAULT_TIME_LIMIT);
    free(text);
    CHECK_INT(gnuplot_run(&(struct gnuplot_call){.program = "/nonexistent/gnuplot",
                                                 .directory = directory,
                                                 .script = "-",
                                                 .input_fd = -1,
                                                 .text = stdout,
                                                 .limit_s = 20},
                          &absent),
              -FAULT_SYSTEM);
    CHECK_HOLDS(absent.text, "No such file");
}

int main(void) {
    char directory[FIXTURE_PATH_BYTES];
    if (!fixture_make("bin", directory))
        return 1;
    check_find(directory);
    check_good(directory);
    check_bad(directory);
    return check_done();
}
