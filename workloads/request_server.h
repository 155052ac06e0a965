/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The server that `request` asks: a process of its own with a port of the loopback, which holds
 * each answer for a time. A header, so that the workload is one file to compile.
 *
 * It is bounded: so many connections as it was started for, after which nobody can connect any
 * more, and one request of each at a time. It ends when it is told to, when a connection is closed,
 * and when its parent has died: the kernel kills it then, and it looks itself.
 *
 * It has no core of its own, and where all are busy its work is in T: by getrusage(2) after 2000
 * requests some 12 to 17 us of CPU time a request where one is in flight, for it sleeps and wakes
 * twice for each, and 1.5 us where 32 come together (one virtual machine, EPYC, Linux 6.18). */
#ifndef AMDAHL_REQUEST_SERVER_H
#define AMDAHL_REQUEST_SERVER_H

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h> /* with the clock that its timer is set by: nothing here is measured */
#include <sys/wait.h>
#include <unistd.h>

enum {
    SERVER_EVENTS = 64,      /* that it takes at a time; more wait for its next look */
    SERVER_LOOK_MS = 10000,  /* so often at least it looks whether it has its parent */
    SERVER_FILES_MORE = 256, /* open files of a measuring process beside the connections */
    SERVER_CORE_WORDS = 128, /* of 64 cores each: as many as a kernel is built for at most */
};

/* A set of cores, a bit each, as the kernel has it. */
struct server_cores {
    uint64_t bits[SERVER_CORE_WORDS];
};

/* An answer to be sent. */
struct server_held {
    uint64_t answer;
    int64_t due_ns;
    int socket;
};

/* In the server's process. */
struct server {
    int64_t hold_ns;
    const struct server_cores *allowed;
    int listener, epoll, timer;
    unsigned connections, most;
    struct server_held *ring; /* `most`, of which `held` from `head` on: they fall due in turn */
    unsigned head, held;
    int64_t armed_ns; /* what the timer stands at; 0: not set */
};

/* The finaliser of splitmix64: G. L. Steele, D. Lea and C. H. Flood, Fast splittable pseudorandom
 * number generators, OOPSLA 2014, with D. Stafford's constants, "Mix13". */
static inline uint64_t server_mix(uint64_t x) {
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

/* To the request of that number, 8 bytes to it and 8 back. */
static inline uint64_t server_answer(uint64_t number) {
    return server_mix(number + 1);
}

/* Those that the process, 0 being the calling thread, may run on; none where the kernel does not
 * tell. */
static inline void server_note_cores(pid_t pid, struct server_cores *ret_cores) {
    memset(ret_cores, 0, sizeof *ret_cores);
    syscall(SYS_sched_getaffinity, pid, sizeof *ret_cores, ret_cores);
}

/* Those that the user gave the program. The thread that opens a workload is a worker and bound; the
 * process that started this one is not. All, where the kernel does not tell: it takes of a set what
 * there is. */
static inline void server_note_allowed(struct server_cores *ret_cores) {
    memset(ret_cores, 0, sizeof *ret_cores);
    if (syscall(SYS_sched_getaffinity, getppid(), sizeof *ret_cores, ret_cores) <= 0)
        memset(ret_cores, 0xff, sizeof *ret_cores);
}

/* Lets the process, 0 being the caller, run on the allowed cores without those of `count` sets, and
 * on all allowed ones where it would be left none. */
static inline void server_leave_cores(pid_t pid, const struct server_cores *allowed,
                                      const struct server_cores *cores, unsigned count) {
    struct server_cores left = *allowed;
    for (unsigned i = 0; i < count; i++)
        for (unsigned word = 0; word < SERVER_CORE_WORDS; word++)
            left.bits[word] &= ~cores[i].bits[word];
    if (syscall(SYS_sched_setaffinity, pid, sizeof left, &left) != 0)
        syscall(SYS_sched_setaffinity, pid, sizeof *allowed, allowed);
}

/* After fork, in a program with threads: only calls that are safe in a signal handler. */

static inline int64_t server_now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline void server_watch(const struct server *server, int file) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = file};
    if (file < 0 || epoll_ctl(server->epoll, EPOLL_CTL_ADD, file, &event) != 0)
        _exit(1);
}

static inline void server_accept(struct server *server) {
    const int on = 1;
    const int socket = accept4(server->listener, NULL, NULL, SOCK_NONBLOCK);
    if (socket < 0 && errno != EMFILE && errno != ENFILE)
        return; /* it has gone again */
    server_watch(server, socket);
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (++server->connections == server->most)
        close(server->listener);
}

static inline void server_take(struct server *server, int socket) {
    uint64_t number;
    const ssize_t length = recv(socket, &number, sizeof number, 0);
    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (length != sizeof number || server->held == server->most)
        _exit(length == 0 ? 0 : 1); /* the client has gone, or is none */
    server->ring[(server->head + server->held++) % server->most] =
        (struct server_held){server_answer(number), server_now_ns() + server->hold_ns, socket};
}

/* To set the timer anew also ends its being ready. */
static inline void server_arm(struct server *server) {
    const int64_t due_ns = server->held > 0 ? server->ring[server->head].due_ns : 0;
    const struct itimerspec at = {
        .it_value = {.tv_sec = due_ns / 1000000000, .tv_nsec = due_ns % 1000000000}};
    if (due_ns != server->armed_ns)
        timerfd_settime(server->timer, TFD_TIMER_ABSTIME, &at, NULL);
    server->armed_ns = due_ns;
}

static inline void server_answer_due(struct server *server) {
    const int64_t now_ns = server->held > 0 ? server_now_ns() : 0;
    while (server->held > 0 && server->ring[server->head].due_ns <= now_ns) {
        const struct server_held *held = &server->ring[server->head];
        if (send(held->socket, &held->answer, sizeof held->answer, MSG_NOSIGNAL) !=
            sizeof held->answer)
            _exit(1);
        server->head = (server->head + 1) % server->most;
        server->held--;
    }
    server_arm(server);
}

/* Nobody who waits for the end of a file is to wait for this process. Before 5.9 the kernel has no
 * such call; then they end with it. It may run wherever the program may, not on the core alone to
 * which the thread that started it is bound. Signals are for that one. */
static inline void server_settle(const struct server *server) {
    sigset_t all;
    server_leave_cores(0, server->allowed, NULL, 0);
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    prctl(PR_SET_NAME, "request-server");
    if (server->listener > 0)
        syscall(SYS_close_range, 0, server->listener - 1, 0);
    syscall(SYS_close_range, server->listener + 1, ~0U, 0);
}

static inline void server_main(struct server *server, pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    server_settle(server);
    server->epoll = epoll_create1(0);
    server->timer = timerfd_create(CLOCK_MONOTONIC, 0);
    server_watch(server, server->timer);
    server_watch(server, server->listener);
    while (getppid() == parent) {
        struct epoll_event events[SERVER_EVENTS];
        const int count = epoll_wait(server->epoll, events, SERVER_EVENTS, SERVER_LOOK_MS);
        for (int i = 0; i < count; i++) {
            const int file = events[i].data.fd;
            if (server->connections < server->most && file == server->listener)
                server_accept(server);
            else if (file != server->timer)
                server_take(server, file);
        }
        server_answer_due(server);
    }
    _exit(0);
}

/* In its parent. */

static inline int server_say(char *why, size_t why_bytes, const char *what) {
    snprintf(why, why_bytes, "%s: %s%s", what, strerror(errno),
             errno == EMFILE ? "; raise `ulimit -n`, or take fewer tasks (-t)" : "");
    return -1;
}

static inline int server_listen(struct sockaddr_in *at, int backlog, char *why, size_t why_bytes) {
    socklen_t bytes = sizeof *at;
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    *at =
        (struct sockaddr_in){.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    if (listener >= 0 && bind(listener, (const struct sockaddr *)at, bytes) == 0 &&
        listen(listener, backlog) == 0 && getsockname(listener, (struct sockaddr *)at, &bytes) == 0)
        return listener;
    server_say(why, why_bytes, "no port of 127.0.0.1 can be had for its server");
    if (listener >= 0)
        close(listener);
    return -1;
}

/* Each side needs a file a connection. */
static inline void server_allow_files(unsigned connections) {
    struct rlimit limit;
    const rlim_t wanted = (rlim_t)connections + SERVER_FILES_MORE;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < wanted) {
        limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/* A non-blocking socket, or -1. */
static inline int server_connect(const struct sockaddr_in *at) {
    const int on = 1;
    const int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client < 0)
        return -1;
    if (connect(client, (const struct sockaddr *)at, sizeof *at) == 0 &&
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0 &&
        fcntl(client, F_SETFL, O_NONBLOCK) == 0)
        return client;
    const int error = errno;
    close(client);
    errno = error;
    return -1;
}

/* Starts one on the allowed cores that holds each answer for hold_ns and takes `most` connections,
 * of which *ret_at is then the address. Its process, or -1 with a sentence in `why`. */
static inline pid_t server_start(const struct server_cores *allowed, int64_t hold_ns, unsigned most,
                                 struct sockaddr_in *ret_at, char *why, size_t why_bytes) {
    struct server server = {.hold_ns = hold_ns, .allowed = allowed, .most = most};
    server_allow_files(most);
    server.ring = calloc(most, sizeof *server.ring);
    if (server.ring == NULL)
        return server_say(why, why_bytes, "its server cannot be started");
    server.listener = server_listen(ret_at, (int)most, why, why_bytes);
    pid_t pid = -1;
    if (server.listener >= 0) {
        const pid_t own = getpid();
        pid = fork();
        if (pid == 0)
            server_main(&server, own);
        if (pid < 0)
            server_say(why, why_bytes, "its server cannot be started");
        close(server.listener);
    }
    free(server.ring);
    return pid;
}

/* Ends it, and waits until it has. */
static inline void server_stop(pid_t pid) {
    kill(pid, SIGKILL);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
    }
}

#endif
