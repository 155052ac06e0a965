/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "charts/charts.h"
#include "charts/gnuplot.h"
#include "charts/script.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Many times what the largest sweep's charts take; a summary.csv that never ends must not hold the
 * program. */
static const double drawing_limit_s = 20;

static const char *const pictures[] = {"speedup.svg", "speedup.png"};
enum { PICTURES = sizeof pictures / sizeof pictures[0] };

bool charts_available(void) {
    char program[PATH_MAX];
    return gnuplot_find(program, sizeof program);
}

static int find_program(const char *run_path, char *ret_program, size_t bytes,
                        struct fault *fault) {
    if (gnuplot_find(ret_program, bytes))
        return 0;
    return fault_set(fault, FAULT_SYSTEM, 0,
                     "gnuplot is not installed: charts are left out; install gnuplot-nox and run "
                     "`amdahl plot %.200s`",
                     run_path);
}

static int join_path(const char *directory, const char *name, char *ret_path, struct fault *fault) {
    int used = snprintf(ret_path, PATH_MAX, "%s/%s", directory, name);
    if (used > 0 && used < PATH_MAX)
        return 0;
    return fault_set(fault, FAULT_INPUT, ENAMETOOLONG, "cannot draw %.200s…", directory);
}

/* That there is something to read, and nothing that reading would wait for. */
static int check_summary(const char *run_path, struct fault *fault) {
    char path[PATH_MAX];
    struct stat facts;
    int status = join_path(run_path, "summary.csv", path, fault);
    if (status != 0)
        return status;
    if (stat(path, &facts) != 0 || access(path, R_OK) != 0)
        return fault_set(fault, FAULT_INPUT, errno, "cannot read %.300s, is it a run directory?",
                         path);
    if (!S_ISREG(facts.st_mode))
        return fault_set(fault, FAULT_INPUT, 0, "cannot draw %.300s: it is no file", path);
    return 0;
}

/* Written beside and renamed, so that a full disk does not cost the script that was there. */
static int write_script(const char *charts_path, const char *machine_line, struct fault *fault) {
    char path[PATH_MAX], part[PATH_MAX];
    int status = join_path(charts_path, "speedup.gp", path, fault);
    if (status == 0)
        status = join_path(charts_path, "speedup.gp.part", part, fault);
    if (status != 0)
        return status;
    FILE *script = fopen(part, "we");
    if (script == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot make %.300s", part);
    script_put_speedup(script, machine_line);
    bool failed = fflush(script) != 0 || ferror(script) != 0;
    if (fclose(script) != 0 || failed || rename(part, path) != 0) {
        status = fault_set(fault, FAULT_SYSTEM, errno, "cannot write %.300s", path);
        unlink(part);
    }
    return status;
}

/* A picture that was cut off, as by a full disk, lacks its end; gnuplot does not say so. */
static bool is_whole(const char *path) {
    char end[17] = "";
    FILE *picture = fopen(path, "re");
    if (picture == NULL)
        return false;
    size_t length = 0;
    if (fseek(picture, -16, SEEK_END) == 0)
        length = fread(end, 1, 16, picture);
    fclose(picture);
    return memmem(end, length, "</svg>", 6) != NULL || memmem(end, length, "IEND", 4) != NULL;
}

static void remove_pictures(const char *charts_path) {
    char path[PATH_MAX];
    for (size_t i = 0; i < PICTURES; i++)
        if (join_path(charts_path, pictures[i], path, NULL) == 0)
            unlink(path);
}

static int check_pictures(const char *charts_path, struct fault *fault) {
    char path[PATH_MAX];
    for (size_t i = 0; i < PICTURES; i++) {
        int status = join_path(charts_path, pictures[i], path, fault);
        if (status != 0)
            return status;
        if (!is_whole(path))
            return fault_set(fault, FAULT_SYSTEM, 0,
                             "gnuplot left %.300s unfinished: is there room on the disk?", path);
    }
    return 0;
}

static int run_script(const char *charts_path, const char *program, struct fault *fault) {
    FILE *unread = fopen("/dev/null", "we");
    if (unread == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot open /dev/null");
    remove_pictures(charts_path);
    int status = gnuplot_run(&(struct gnuplot_call){.program = program,
                                                    .directory = charts_path,
                                                    .script = "speedup.gp",
                                                    .input_fd = -1,
                                                    .text = unread,
                                                    .limit_s = drawing_limit_s},
                             fault);
    if (status == 0)
        status = check_pictures(charts_path, fault);
    if (status != 0)
        remove_pictures(charts_path);
    fclose(unread);
    return status;
}

int charts_draw(const char *run_path, const char *machine_line, struct fault *fault) {
    char charts_path[PATH_MAX], program[PATH_MAX];
    int status = check_summary(run_path, fault);
    if (status == 0)
        status = join_path(run_path, "charts", charts_path, fault);
    if (status == 0 && mkdir(charts_path, 0777) != 0 && errno != EEXIST)
        status = fault_set(fault, FAULT_SYSTEM, errno, "cannot make %.300s", charts_path);
    if (status == 0)
        status = write_script(charts_path, machine_line, fault);
    if (status == 0)
        status = find_program(run_path, program, sizeof program, fault);
    if (status == 0)
        status = run_script(charts_path, program, fault);
    return status;
}

/* The line's length without what cannot be seen at its end: blanks, and the colours set for them.
 */
static size_t visible_length(const char *line, size_t length) {
    size_t visible = 0;
    for (size_t i = 0; i < length; i++) {
        if (line[i] == '\033')
            i += strcspn(line + i, "m\n\f");
        else if (line[i] != ' ')
            visible = i + 1;
    }
    return visible;
}

/* gnuplot pads each line to the width of the screen and parts pages by form feeds. */
static void put_trimmed(const char *text, bool color, FILE *stream) {
    bool begun = false;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n\f"), visible = visible_length(text, length);
        begun = begun || visible > 0;
        if (begun && text[length] != '\f')
            fprintf(stream, "%.*s%s\n", (int)visible, text, color ? "\033[0m" : "");
        text += length + (text[length] != '\0');
    }
}

/* A file without a name, at its beginning; -1 with errno. */
static int make_terminal_script(const struct charts_screen *screen) {
    int fd = memfd_create("terminal.gp", MFD_CLOEXEC);
    FILE *script = fd < 0 ? NULL : fdopen(dup(fd), "w");
    if (script == NULL) {
        if (fd >= 0)
            close(fd);
        return -1;
    }
    script_put_terminal(script, screen);
    if (fclose(script) != 0 || lseek(fd, 0, SEEK_SET) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static int run_terminal(const char *run_path, const char *program, int script_fd, FILE *text,
                        struct fault *fault) {
    return gnuplot_run(&(struct gnuplot_call){.program = program,
                                              .directory = run_path,
                                              .script = "-",
                                              .input_fd = script_fd,
                                              .text = text,
                                              .limit_s = drawing_limit_s},
                       fault);
}

int charts_print(const char *run_path, FILE *stream, const struct charts_screen *screen,
                 struct fault *fault) {
    char program[PATH_MAX], *drawn = NULL;
    size_t drawn_bytes = 0;
    FILE *text = NULL;
    int script_fd = -1;
    int status = check_summary(run_path, fault);
    if (status == 0)
        status = find_program(run_path, program, sizeof program, fault);
    if (status != 0)
        return status;

    script_fd = make_terminal_script(screen);
    text = open_memstream(&drawn, &drawn_bytes);
    if (script_fd < 0 || text == NULL)
        status = fault_set(fault, FAULT_SYSTEM, errno, "cannot hold the script of a chart");
    else
        status = run_terminal(run_path, program, script_fd, text, fault);
    if (text != NULL)
        fclose(text);
    if (status == 0)
        put_trimmed(drawn, screen->color, stream);
    if (status == 0 && ferror(stream))
        status =
            fault_set(fault, FAULT_SYSTEM, errno, "cannot write the chart of %.200s", run_path);
    free(drawn);
    if (script_fd >= 0)
        close(script_fd);
    return status;
}
