/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* `amdahl new NAME`: a workload's file to begin with. */
#include "cli/command.h"
#include "trial/trial.h"
#include "wire/sample.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Made from harness/public/template.c.in by quote.sed at build time. */
static const char *const template_lines[] = {
#include "cli/template_c.h"
};

/* The file to write, and the workload in it. */
struct new_file {
    char path[PATH_MAX];
    char name[WIRE_NAME_BYTES];
    char symbol[WIRE_NAME_BYTES];
};

static int read_name(const char *word, struct new_file *file, struct fault *fault) {
    const char *slash = strrchr(word, '/'), *name = slash == NULL ? word : slash + 1;
    size_t length = strlen(name);
    if (length > 2 && strcmp(name + length - 2, ".c") == 0)
        length -= 2;
    if (length == 0 || length >= sizeof file->name ||
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") < length)
        return fault_set(fault, FAULT_USAGE, 0,
                         "'%.200s' cannot be a workload's name: use 1 to %zu lower-case letters, "
                         "digits and '-'",
                         name, sizeof file->name - 1);
    snprintf(file->name, sizeof file->name, "%.*s", (int)length, name);
    snprintf(file->symbol, sizeof file->symbol, "%s", file->name);
    for (char *at = file->symbol; *at != '\0'; at++)
        if (*at == '-')
            *at = '_';
    if (workload_find(file->name) != NULL)
        return fault_set(fault, FAULT_USAGE, 0,
                         "'%s' is a workload that this program has already: choose another name",
                         file->name);
    int used =
        snprintf(file->path, sizeof file->path, "%.*s%s.c", (int)(name - word), word, file->name);
    return used < (int)sizeof file->path
               ? 0
               : fault_set(fault, FAULT_USAGE, ENAMETOOLONG, "cannot write %.200s", word);
}

/* A line of the template, with the names in place of their marks. */
static void write_line(const char *line, const struct new_file *file, FILE *stream) {
    const struct {
        const char *mark, *text;
    } marks[] = {{"@NAME@", file->name}, {"@SYMBOL@", file->symbol}};
    while (*line != '\0') {
        size_t i = 0, count = sizeof marks / sizeof marks[0];
        while (i < count && strncmp(line, marks[i].mark, strlen(marks[i].mark)) != 0)
            i++;
        if (i < count)
            fputs(marks[i].text, stream);
        else
            fputc(*line, stream);
        line += i < count ? strlen(marks[i].mark) : 1;
    }
    fputc('\n', stream);
}

static int write_file(const struct new_file *file, struct fault *fault) {
    int fd = open(file->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0 && errno == EEXIST)
        return fault_set(fault, FAULT_USAGE, 0,
                         "%.300s is there already, and is left as it is: choose another name",
                         file->path);
    FILE *stream = fd < 0 ? NULL : fdopen(fd, "w");
    if (stream == NULL)
        return fault_set(fault, FAULT_INPUT, errno, "cannot write %.300s", file->path);
    for (size_t i = 0; i < sizeof template_lines / sizeof template_lines[0]; i++)
        write_line(template_lines[i], file, stream);
    bool is_whole = ferror(stream) == 0;
    if (fclose(stream) == 0 && is_whole)
        return 0;
    int error = errno;
    unlink(file->path);
    return fault_set(fault, FAULT_SYSTEM, error, "cannot write %.300s", file->path);
}

int cmd_new(const struct options *options, struct fault *fault) {
    struct new_file file;
    int status = read_name(options->operands[0], &file, fault);
    if (status == 0)
        status = write_file(&file, fault);
    if (status != 0)
        return status;
    const char *here = strchr(file.path, '/') == NULL ? "./" : "";
    printf("%s: a workload that compiles and runs as it is. Measure it:\n"
           "  amdahl sweep %s%s\n",
           file.path, here, file.path);
    return 0;
}
