/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "sweep/measurer_process.h"
#include "sweep/answer.h"
#include "sweep/strays.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <poll.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CHILD_SOCKET = 3, CHILD_AREA = 4, FIRST_SAFE_FILE = 10 };

struct measurer_process {
    pid_t pid; /* 0: reaped */
    int socket;
    int life; /* readable when it has ended, whoever still has its socket; -1: no such file */
    struct area *area;
    char mark[STRAYS_MARK_BYTES];
    /* What was put into the area, for what it says now may be another's. */
    size_t bytes;
    struct worker_span *spans;
    struct watch *watches; /* NULL: no program is measured */
    bool runs_program;
};

/* For an orderly end: the kernel takes back 24 GiB in about a second. */
static const double END_LIMIT_S = 5;
/* For one that has hung up, and so ought to be ending. */
static const double HUNG_UP_LIMIT_S = 1;

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* The area, mapped here and open as *ret_file for the child. */
static int area_make(const struct area_setup *setup, size_t step_capacity, size_t span_capacity,
                     int *ret_file, struct area **ret_area, struct fault *fault) {
    size_t watch_capacity = setup->program.argument_count > 0 ? step_capacity : 0;
    size_t bytes = area_bytes(step_capacity, span_capacity, watch_capacity);
    int file = memfd_create("amdahl-area", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    void *area = MAP_FAILED;
    /* Sealed: a file cut short by the other side would be a SIGBUS on this one. */
    if (file >= 0 && ftruncate(file, (off_t)bytes) == 0 &&
        fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
        area = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (area == MAP_FAILED) {
        int error = errno;
        if (file >= 0)
            close(file);
        return fault_set(fault, FAULT_SYSTEM, error,
                         "cannot share %zu KiB with the measuring process", bytes / 1024);
    }
    *ret_file = file;
    *ret_area = area;
    (*ret_area)->bytes = bytes;
    (*ret_area)->step_capacity = step_capacity;
    (*ret_area)->span_capacity = span_capacity;
    (*ret_area)->span_offset = area_bytes(step_capacity, 0, 0);
    if (watch_capacity > 0)
        (*ret_area)->watch_offset = area_bytes(step_capacity, span_capacity, 0);
    (*ret_area)->setup = *setup;
    return 0;
}

/* Above the numbers that the child's files get, so that no dup2 overwrites what the next one needs.
 */
static int move_up(int file) {
    int moved = fcntl(file, F_DUPFD_CLOEXEC, FIRST_SAFE_FILE);
    close(file);
    return moved;
}

static int spawn(pid_t *ret_pid, int socket_file, int area_file, char **environment) {
    char socket_text[16], area_text[16];
    snprintf(socket_text, sizeof socket_text, "%d", CHILD_SOCKET);
    snprintf(area_text, sizeof area_text, "%d", CHILD_AREA);
    char program[] = "amdahl", command[] = AREA_MEASURER_COMMAND;
    char *const arguments[] = {program, command, socket_text, area_text, NULL};

    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigemptyset(&none);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    /* What a workload prints must not mix with the tables on stdout. */
    posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, socket_file, CHILD_SOCKET);
    posix_spawn_file_actions_adddup2(&files, area_file, CHILD_AREA);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    int error = posix_spawn(ret_pid, "/proc/self/exe", &files, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return error;
}

static int process_spawn(struct measurer_process *process, int area_file, struct fault *fault) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return fault_set(fault, FAULT_SYSTEM, errno,
                         "cannot make a socket for the measuring process");
    process->socket = pair[0];
    int child_socket = move_up(pair[1]);
    strays_make_mark(process->mark);
    char **environment = strays_make_environment(process->mark);
    int error =
        environment == NULL ? ENOMEM : spawn(&process->pid, child_socket, area_file, environment);
    free(environment);
    close(child_socket);
    if (error != 0) {
        process->pid = 0;
        return fault_set(fault, FAULT_SYSTEM, error, "cannot start the measuring process");
    }
    process->life = pidfd_open(process->pid, 0);
    return 0;
}

int measurer_process_open(const struct area_setup *setup, size_t step_capacity,
                          size_t span_capacity, struct measurer_process **ret_process,
                          struct fault *fault) {
    struct measurer_process *process = calloc(1, sizeof *process);
    int area_file = -1;
    if (process == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot start the measuring process");
    process->socket = process->life = -1;

    int status = area_make(setup, step_capacity, span_capacity, &area_file, &process->area, fault);
    if (status == 0) {
        process->bytes = process->area->bytes;
        process->spans = area_spans(process->area);
        process->watches = area_watches(process->area);
        process->runs_program = setup->program.argument_count > 0;
        area_file = move_up(area_file);
        status = process_spawn(process, area_file, fault);
    }
    if (area_file >= 0)
        close(area_file);
    if (status != 0) {
        measurer_process_stop(process);
        return status;
    }
    *ret_process = process;
    return 0;
}

int measurer_process_start(const struct area_setup *setup, size_t step_capacity,
                           size_t span_capacity, double time_limit_s, struct interrupt *interrupt,
                           struct measurer_process **ret_process, struct fault *fault) {
    struct measurer_process *process = NULL;
    struct area_reply reply;
    int status = measurer_process_open(setup, step_capacity, span_capacity, &process, fault);
    if (status != 0)
        return status;
    status = measurer_process_ask(process, &(struct area_request){.kind = AREA_SET_UP},
                                  time_limit_s, interrupt, &reply, fault);
    if (status != 0) {
        measurer_process_stop(process);
        return status;
    }
    *ret_process = process;
    return 0;
}

/* A foreign program and what it started are a group of their own, which a measurer that was killed
 * leaves behind. After the measurer has gone: it must not start another. */
static void kill_program(struct measurer_process *process) {
    if (!process->runs_program)
        return; /* a workload could have written any number there */
    int32_t group = atomic_exchange(&process->area->program, 0);
    if (group > 1 && group != getpgrp())
        kill(-group, SIGKILL);
}

static int reap(struct measurer_process *process) {
    int wait_status = 0;
    while (waitpid(process->pid, &wait_status, 0) < 0 && errno == EINTR) {
    }
    process->pid = 0;
    kill_program(process);
    return wait_status;
}

/* With whatever the workload started. Its own number stays taken until it is reaped, and so does
 * its group's. */
static int kill_and_reap(struct measurer_process *process) {
    kill(-process->pid, SIGKILL);
    kill(process->pid, SIGKILL);
    int wait_status = reap(process);
    if (!WIFEXITED(wait_status) || WEXITSTATUS(wait_status) != 0)
        strays_end(process->mark);
    return wait_status;
}

/* Waits until it has ended, and gives how: a wait status. False: it did not, and was killed. */
static bool reap_within(struct measurer_process *process, double limit_s, int *ret_wait_status) {
    double deadline_s = now_s() + limit_s;
    siginfo_t ended = {.si_pid = 0};
    while (waitid(P_PID, (id_t)process->pid, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           ended.si_pid == 0 && now_s() < deadline_s)
        /* Where its end cannot be polled, it is looked for every 10 ms. */
        poll(&(struct pollfd){.fd = process->life, .events = POLLIN}, 1,
             process->life < 0 ? 10 : 100);
    *ret_wait_status = kill_and_reap(process);
    return ended.si_pid != 0;
}

/* Whether it was a task's stack the kernel does not say. stack_kib 0: no task ran. */
static int fault_of_signal(int wait_status, const char *where, uint32_t stack_kib,
                           struct fault *fault) {
    const int signal = WTERMSIG(wait_status);
    const char *name = sigabbrev_np(signal);
    char stack[80] = "";
    if (signal == SIGSEGV && stack_kib > 0)
        snprintf(stack, sizeof stack, "; a task's stack has %" PRIu32 " KiB", stack_kib);
    return fault_set(fault, FAULT_WORKLOAD, 0, "crashed%s: SIG%s%s", where,
                     name == NULL ? "?" : name, stack);
}

int measurer_process_end(struct measurer_process *process, struct fault *fault) {
    int wait_status = 0, status = 0;
    if (process == NULL || process->pid == 0)
        return 0;
    shutdown(process->socket, SHUT_WR); /* its recv() ends */
    if (!reap_within(process, END_LIMIT_S, &wait_status))
        status = fault_set(fault, FAULT_TIME_LIMIT, 0, "did not end within %g s in its teardown",
                           END_LIMIT_S);
    else if (WIFSIGNALED(wait_status))
        status = fault_of_signal(wait_status, " in its teardown", 0, fault);
    else if (WEXITSTATUS(wait_status) == AREA_END_LEFT_CHILD && !process->runs_program)
        status = fault_set(fault, FAULT_WORKLOAD, 0, "left a process of its own behind");
    return status;
}

void measurer_process_stop(struct measurer_process *process) {
    if (process == NULL)
        return;
    measurer_process_end(process, NULL);
    if (process->socket >= 0)
        close(process->socket);
    if (process->life >= 0)
        close(process->life);
    if (process->area != NULL)
        munmap(process->area, process->bytes);
    free(process);
}

struct area *measurer_process_area(struct measurer_process *process) {
    return process->area;
}

const struct worker_span *measurer_process_spans(const struct measurer_process *process) {
    return process->spans;
}

const struct watch *measurer_process_watches(const struct measurer_process *process) {
    return process->watches;
}

bool measurer_process_is_alive(const struct measurer_process *process) {
    return process != NULL && process->pid != 0;
}

/* Where a request was answered by silence or death; that of a batch has its sample's place. */
static const char *request_place(enum area_request_kind kind) {
    switch (kind) {
    case AREA_SET_UP:
        return " in its set-up";
    case AREA_CALIBRATE:
        return " while it was calibrated at n = 1";
    case AREA_DESCRIBE:
        return " while it was loaded";
    case AREA_MEASURE:
        break;
    }
    return "";
}

static int fault_of_death(struct measurer_process *process, const char *where,
                          struct fault *fault) {
    int wait_status = 0;
    bool has_ended = reap_within(process, HUNG_UP_LIMIT_S, &wait_status);
    if (has_ended && WIFSIGNALED(wait_status))
        return fault_of_signal(wait_status, where, process->area->stack_kib, fault);
    if (!has_ended || WEXITSTATUS(wait_status) == AREA_END_CUT_OFF)
        return fault_set(fault, FAULT_WORKLOAD, 0, "closed the files of the measuring process%s",
                         where);
    return fault_set(fault, FAULT_WORKLOAD, 0, "ended the measuring process%s, with status %d",
                     where, WEXITSTATUS(wait_status));
}

/* Sleeps until the measurer's socket is readable: 0; or the fault that ended the wait, the measurer
 * killed. */
static int await_answer(struct measurer_process *process, double time_limit_s, const char *where,
                        struct interrupt *interrupt, struct fault *fault) {
    double deadline_s = now_s() + time_limit_s;
    struct pollfd files[] = {{.fd = process->socket, .events = POLLIN},
                             {.fd = interrupt->file, .events = POLLIN},
                             {.fd = process->life, .events = POLLIN}};
    for (;;) {
        double left_s = deadline_s - now_s();
        int ready = poll(files, 3, left_s > 0 ? (int)fmin(left_s * 1e3 + 1, 1e9) : 0);
        if (ready < 0 && errno != EINTR)
            return fault_set(fault, FAULT_SYSTEM, errno, "cannot wait for the measuring process");
        if (ready > 0 && (files[0].revents != 0 || files[2].revents != 0))
            return 0;
        if (ready > 0 && files[1].revents != 0)
            interrupt_read(interrupt);
        if (interrupt->count > 1) {
            kill_and_reap(process);
            return fault_set(fault, FAULT_SYSTEM, 0, "interrupted");
        }
        if (ready == 0) {
            kill_and_reap(process);
            return fault_set(fault, FAULT_TIME_LIMIT, 0, "gave no answer within %.3g s%s",
                             time_limit_s, where);
        }
    }
}

int measurer_process_ask(struct measurer_process *process, const struct area_request *request,
                         double time_limit_s, struct interrupt *interrupt,
                         struct area_reply *ret_reply, struct fault *fault) {
    const char *where = request_place(request->kind);
    if (send(process->socket, request, sizeof *request, MSG_NOSIGNAL) != (ssize_t)sizeof *request)
        return fault_of_death(process, where, fault);
    int status = await_answer(process, time_limit_s, where, interrupt, fault);
    if (status != 0)
        return status;

    struct area_reply reply;
    if (recv(process->socket, &reply, sizeof reply, MSG_DONTWAIT) != (ssize_t)sizeof reply)
        return fault_of_death(process, where, fault);
    if (!answer_is_reply(&reply))
        return fault_set(fault, FAULT_WORKLOAD, 0, ANSWER_NONSENSE);
    if (reply.status != 0)
        return fault_set(fault, reply.fault.code, 0, "%s", reply.fault.text);
    *ret_reply = reply;
    return 0;
}
