/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "program/launch.h"
#include "place/place.h"
#include "program/look.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* What the child did not get done before its exec. In memory that is shared also where a sanitizer
 * makes a fork of a vfork. */
enum launch_failure { FAILED_NOTHING, FAILED_TO_BIND, FAILED_FILES, FAILED_TO_EXECUTE };
struct launch_report {
    enum launch_failure failure;
    int error;
};

struct launch {
    struct launch_report *report;
    sigset_t ignored; /* what the child has to take back: an exec keeps it */
};

/* What a shell gives for a command that it cannot execute. */
enum { EXIT_NOT_EXECUTED = 127 };

int64_t launch_now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

double launch_cpu_s(void) {
    struct timespec used;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return (double)used.tv_sec + (double)used.tv_nsec * 1e-9;
}

int launch_open(struct launch **ret_launch, struct fault *fault) {
    struct launch *launch = calloc(1, sizeof *launch);
    if (launch != NULL) {
        launch->report = mmap(NULL, sizeof *launch->report, PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (launch->report == MAP_FAILED) {
            free(launch);
            launch = NULL;
        }
    }
    if (launch == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot prepare the start of a program");
    *ret_launch = launch;
    return 0;
}

void launch_close(struct launch *launch) {
    if (launch == NULL)
        return;
    munmap(launch->report, sizeof *launch->report);
    free(launch);
}

static void find_ignored(sigset_t *ret_ignored) {
    sigemptyset(ret_ignored);
    for (int signal = 1; signal < NSIG; signal++) {
        struct sigaction action;
        if (sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN)
            sigaddset(ret_ignored, signal);
    }
}

static void restore_signals(const sigset_t *ignored) {
    const struct sigaction initial = {.sa_handler = SIG_DFL};
    for (int signal = 1; signal < NSIG; signal++)
        if (sigismember(ignored, signal) == 1)
            sigaction(signal, &initial, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Between vfork and exec, in the memory of the parent, which sleeps: calls to the system only. */
static void child_run(struct launch *launch, const struct launch_spec *spec) {
    enum launch_failure failure = FAILED_TO_BIND;
    setpgid(0, 0);
    if (spec->ret_group != NULL)
        atomic_store_explicit(spec->ret_group, getpid(), memory_order_release);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int error = spec->mask == NULL ? 0 : place_mask_apply(spec->mask);
    if (error == 0) {
        failure = FAILED_FILES;
        if (dup2(spec->input, STDIN_FILENO) < 0 || dup2(spec->output, STDOUT_FILENO) < 0 ||
            dup2(spec->error, STDERR_FILENO) < 0)
            error = errno;
    }
    if (error == 0) {
        failure = FAILED_TO_EXECUTE;
        restore_signals(&launch->ignored);
        execve(spec->path, spec->arguments, spec->variables);
        error = errno;
    }
    launch->report->failure = failure;
    launch->report->error = error;
    _exit(EXIT_NOT_EXECUTED);
}

/* A vfork returns when the child has executed its program. Under ThreadSanitizer and valgrind it is
 * a fork, which does not wait: then the end of a pipe tells, which the exec closes. posix_spawn
 * could neither bind the child nor tie its life to ours; what the child calls is async-signal-safe,
 * and glibc allows that. */
static pid_t child_start(struct launch *launch, const struct launch_spec *spec,
                         const int pipe_ends[2]) {
    pid_t child = vfork(); /* NOLINT(clang-analyzer-security.insecureAPI.vfork) */
    if (child == 0)
        child_run(launch, spec); /* NOLINT(clang-analyzer-unix.Vfork) */
    char byte;
    close(pipe_ends[1]);
    while (child > 0 && read(pipe_ends[0], &byte, 1) < 0 && errno == EINTR) {
    }
    return child;
}

/* Its CPU time, with that of waking for it since `before_s`, is no part of the watching. */
static void throw_away(const struct launch_spec *spec, double before_s, struct launch_end *end) {
    char thrown[16384];
    while (read(spec->drain, thrown, sizeof thrown) > 0) {
    }
    double used_s = launch_cpu_s() - before_s;
    end->watch_s -= used_s;
    if (spec->look != NULL)
        look_leave_out(spec->look, used_s);
}

/* The program and its group: a descendant that made a group of its own is out of reach. */
static void kill_group(pid_t child) {
    kill(-child, SIGKILL);
    kill(child, SIGKILL);
}

static int64_t earlier(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/* Sleeps until the program has ended, looks at it when a look is due, and kills it when its time is
 * over. Gives 0 or the errno. */
static int watch_it(const struct launch_spec *spec, pid_t child, int process_file,
                    struct launch_end *end) {
    const int64_t deadline_ns = end->start_ns + (int64_t)(spec->time_limit_s * 1e9);
    int64_t look_ns = spec->look == NULL ? INT64_MAX : end->start_ns + look_first_ns(spec->look);
    struct pollfd files[] = {{.fd = process_file, .events = POLLIN},
                             {.fd = spec->drain, .events = POLLIN}};
    for (;;) {
        int64_t now_ns = launch_now_ns();
        if (!end->timed_out && now_ns >= deadline_ns) {
            end->timed_out = true;
            kill_group(child);
        }
        int64_t due_ns = end->timed_out ? now_ns + 1000000000 : earlier(look_ns, deadline_ns);
        int64_t left_ns = due_ns > now_ns ? due_ns - now_ns : 0;
        const struct timespec left = {left_ns / 1000000000, left_ns % 1000000000};
        const double before_s = spec->drain < 0 ? 0 : launch_cpu_s();
        int ready = ppoll(files, 2, &left, NULL);
        if (ready < 0 && errno != EINTR)
            return errno;
        if (ready > 0 && files[0].revents != 0)
            return 0;
        if (ready > 0 && files[1].revents != 0)
            throw_away(spec, before_s, end);
        if (ready == 0 && !end->timed_out && launch_now_ns() >= look_ns) {
            look_take(spec->look, child);
            look_ns += look_period_ns(spec->look);
            if (look_ns < launch_now_ns()) /* late: never two at once */
                look_ns = launch_now_ns() + look_period_ns(spec->look);
        }
    }
}

static double seconds_of(struct timeval time) {
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

static void reap(pid_t child, struct launch_end *end) {
    struct rusage used = {0};
    while (wait4(child, &end->wait_status, 0, &used) < 0 && errno == EINTR) {
    }
    end->end_ns = launch_now_ns();
    end->user_s = seconds_of(used.ru_utime);
    end->system_s = seconds_of(used.ru_stime);
}

static int fault_of_report(const struct launch_report *report, const struct launch_spec *spec,
                           struct fault *fault) {
    switch (report->failure) {
    case FAILED_NOTHING:
        return 0;
    case FAILED_TO_BIND:
        return fault_set(fault, FAULT_SYSTEM, report->error,
                         "'%.200s' cannot be put on its cores; are they still online and allowed?",
                         spec->path);
    case FAILED_FILES:
        return fault_set(fault, FAULT_SYSTEM, report->error,
                         "'%.200s' cannot be given its input and output", spec->path);
    case FAILED_TO_EXECUTE:
        if (report->error == ENOEXEC)
            return fault_set(fault, FAULT_WORKLOAD, 0,
                             "cannot execute '%.200s': %s; a script needs a first line such as "
                             "#!/bin/sh",
                             spec->path, strerror(ENOEXEC));
        return fault_set(fault, FAULT_WORKLOAD, report->error, "cannot execute '%.200s'",
                         spec->path);
    }
    return 0;
}

int launch_run(struct launch *launch, const struct launch_spec *spec, struct launch_end *ret_end,
               struct fault *fault) {
    struct launch_end end = {0};
    int pipe_ends[2];
    if (pipe2(pipe_ends, O_CLOEXEC) != 0)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot make a pipe for '%.200s'", spec->path);
    *launch->report = (struct launch_report){FAILED_NOTHING, 0};
    find_ignored(&launch->ignored);
    end.start_ns = launch_now_ns();
    pid_t child = child_start(launch, spec, pipe_ends);
    int refusal = errno;
    close(pipe_ends[0]);
    if (child < 0)
        return fault_set(fault, FAULT_SYSTEM, refusal, "cannot make a process for '%.200s'",
                         spec->path);
    double before_s = launch_cpu_s();
    int process_file = pidfd_open(child, 0);
    int error = process_file < 0 ? errno : 0;
    if (error == 0)
        error = watch_it(spec, child, process_file, &end);
    if (error != 0)
        kill_group(child);
    end.watch_s += launch_cpu_s() - before_s;
    reap(child, &end);
    kill(-child, SIGKILL); /* what is left of it would run beside the next sample */
    if (spec->ret_group != NULL)
        atomic_store_explicit(spec->ret_group, 0, memory_order_release);
    if (process_file >= 0)
        close(process_file);
    if (error != 0)
        return fault_set(fault, FAULT_SYSTEM, error,
                         "cannot wait for '%.200s' (it takes Linux 5.3 or later)", spec->path);
    int status = fault_of_report(launch->report, spec, fault);
    if (status == 0)
        *ret_end = end;
    return status;
}
