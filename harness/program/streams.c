/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "program/streams.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static const char nothing[] = "/dev/null";

static int open_one(const char *option, const char *path, int flags, int *ret_file,
                    struct fault *fault) {
    *ret_file = open(path, flags | O_CLOEXEC, 0666);
    if (*ret_file >= 0)
        return 0;
    return fault_set(fault, FAULT_USAGE, errno, "%s: cannot open %.300s", option, path);
}

/* Both ends are kept until the run is over, so that the program never meets a closed one. */
static int open_pipe(struct streams *streams, struct fault *fault) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot make a pipe for --output pipe");
    streams->drain = ends[0];
    streams->output = ends[1];
    if (fcntl(streams->drain, F_SETFL, O_NONBLOCK) != 0)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot read the pipe of --output pipe");
    return 0;
}

static int open_output(const struct area_program *program, struct streams *streams,
                       struct fault *fault) {
    const int writing = O_WRONLY | O_CREAT | O_TRUNC;
    if (program->output[0] != '\0')
        return open_one("--output", program->output, writing, &streams->output, fault);
    if (program->pipes_output)
        return open_pipe(streams, fault);
    if (!program->inherits_output)
        return open_one("--output", nothing, O_WRONLY, &streams->output, fault);
    streams->output = STDOUT_FILENO;
    streams->error = STDERR_FILENO;
    return 0;
}

int streams_open(const struct area_program *program, struct streams *streams, struct fault *fault) {
    const char *input = program->input[0] == '\0' ? nothing : program->input;
    *streams = STREAMS_NONE;
    int status = open_one("--input", input, O_RDONLY, &streams->input, fault);
    if (status == 0)
        status = open_output(program, streams, fault);
    if (status == 0 && streams->error < 0)
        status = open_one("--output", nothing, O_WRONLY, &streams->error, fault);
    return status;
}

void streams_close(struct streams *streams) {
    const int files[] = {streams->input, streams->output, streams->error, streams->drain};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        if (files[i] > STDERR_FILENO)
            close(files[i]);
    *streams = STREAMS_NONE;
}
