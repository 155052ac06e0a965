/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "charts/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { COMPLAINT_BYTES = 1024, VARIABLES_MAX = 16 };

/* A gnuplot that runs, and the ends of the pipes that it writes to. */
struct child {
    pid_t pid;
    int text_fd, complaint_fd; /* -1: closed */
    double deadline_s;
    char complaint[COMPLAINT_BYTES];
    size_t complaint_length;
};

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

bool gnuplot_find(char *ret_path, size_t bytes) {
    const char *directories = getenv("PATH");
    for (const char *at = directories; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, ":");
        if (*at == '/') {
            int used = snprintf(ret_path, bytes, "%.*s/gnuplot", (int)length, at);
            if (used > 0 && (size_t)used < bytes && access(ret_path, X_OK) == 0)
                return true;
        }
        at += length + (at[length] == ':');
    }
    return false;
}

/* What fonts and caches need. All else stays out: GNUTERM, GNUPLOT_LIB and their kin change a
 * chart. */
static size_t choose_environment(char **ret_variables) {
    static const char *const names[] = {"PATH=",
                                        "HOME=",
                                        "TMPDIR=",
                                        "XDG_CACHE_HOME=",
                                        "XDG_CONFIG_HOME=",
                                        "XDG_DATA_HOME=",
                                        "XDG_DATA_DIRS=",
                                        "FONTCONFIG_FILE=",
                                        "FONTCONFIG_PATH=",
                                        "LD_LIBRARY_PATH="};
    static char locale[] = "LC_ALL=C";
    size_t count = 0;
    ret_variables[count++] = locale;
    for (size_t name = 0; name < sizeof names / sizeof names[0]; name++)
        for (char **variable = environ; *variable != NULL; variable++)
            if (count < VARIABLES_MAX && strncmp(*variable, names[name], strlen(names[name])) == 0)
                ret_variables[count++] = *variable;
    return count;
}

static int set_signals(posix_spawnattr_t *attributes) {
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGINT);
    sigaddset(&usual, SIGTERM);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGXFSZ);
    posix_spawnattr_setsigmask(attributes, &none);
    posix_spawnattr_setsigdefault(attributes, &usual);
    return posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

static int set_files(posix_spawn_file_actions_t *actions, const struct gnuplot_call *call,
                     int text_fd, int complaint_fd) {
    int code = call->input_fd < 0
                   ? posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0)
                   : posix_spawn_file_actions_adddup2(actions, call->input_fd, 0);
    if (code == 0)
        code = posix_spawn_file_actions_adddup2(actions, text_fd, 1);
    if (code == 0)
        code = posix_spawn_file_actions_adddup2(actions, complaint_fd, 2);
    if (code == 0)
        code = posix_spawn_file_actions_addchdir_np(actions, call->directory);
    return code;
}

/* Gives an errno code; `text_fd` and `complaint_fd` are the ends to write to. */
static int spawn(const struct gnuplot_call *call, int text_fd, int complaint_fd, pid_t *ret_pid) {
    char program[] = "gnuplot", no_settings[] = "-d", script[256];
    char *arguments[] = {program, no_settings, script, NULL};
    char *variables[VARIABLES_MAX + 1] = {NULL};
    choose_environment(variables);
    snprintf(script, sizeof script, "%s", call->script);

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int code = posix_spawn_file_actions_init(&actions);
    if (code != 0)
        return code;
    code = posix_spawnattr_init(&attributes);
    if (code == 0) {
        code = set_signals(&attributes);
        if (code == 0)
            code = set_files(&actions, call, text_fd, complaint_fd);
        if (code == 0)
            code = posix_spawn(ret_pid, call->program, &actions, &attributes, arguments, variables);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

static void close_end(int *fd) {
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static int start(const struct gnuplot_call *call, struct child *child) {
    int text[2] = {-1, -1}, complaint[2] = {-1, -1};
    int code = pipe2(text, O_CLOEXEC) != 0 || pipe2(complaint, O_CLOEXEC) != 0 ? errno : 0;
    if (code == 0)
        code = spawn(call, text[1], complaint[1], &child->pid);
    close_end(&text[1]);
    close_end(&complaint[1]);
    child->text_fd = text[0];
    child->complaint_fd = complaint[0];
    return code;
}

/* Reads what is there; closes at the end. The text is kept whole, of the complaint the end.
 */
static void take(struct child *child, int *fd, FILE *text) {
    char chunk[4096];
    ssize_t length = read(*fd, chunk, sizeof chunk);
    if (length <= 0) {
        if (length == 0 || errno != EINTR)
            close_end(fd);
        return;
    }
    if (text != NULL) {
        fwrite(chunk, 1, (size_t)length, text);
        return;
    }
    size_t room = COMPLAINT_BYTES - 1, held = child->complaint_length;
    size_t kept = (size_t)length < room ? (size_t)length : room;
    size_t dropped = held + kept > room ? held + kept - room : 0;
    memmove(child->complaint, child->complaint + dropped, held - dropped);
    memcpy(child->complaint + held - dropped, chunk + (size_t)length - kept, kept);
    child->complaint_length = held - dropped + kept;
}

static bool is_late(const struct child *child) {
    return now_s() >= child->deadline_s;
}

static void listen_to_end(struct child *child, FILE *text) {
    while ((child->text_fd >= 0 || child->complaint_fd >= 0) && !is_late(child)) {
        struct pollfd ends[2] = {{child->text_fd, POLLIN, 0}, {child->complaint_fd, POLLIN, 0}};
        int left_ms = (int)((child->deadline_s - now_s()) * 1000) + 1;
        if (poll(ends, 2, left_ms) <= 0)
            continue;
        if (ends[0].revents != 0)
            take(child, &child->text_fd, text);
        if (ends[1].revents != 0)
            take(child, &child->complaint_fd, NULL);
    }
}

/* Whether it ended by itself in time; it is reaped either way. */
static bool reap(struct child *child, int *ret_status) {
    const struct timespec pause = {0, 1000000};
    for (;;) {
        pid_t pid = waitpid(child->pid, ret_status, WNOHANG);
        if (pid == child->pid)
            return true;
        if ((pid < 0 && errno != EINTR) || is_late(child))
            break;
        nanosleep(&pause, NULL);
    }
    kill(child->pid, SIGKILL);
    while (waitpid(child->pid, ret_status, 0) < 0 && errno == EINTR)
        continue;
    return false;
}

/* The last line: gnuplot repeats the command first, and a caret under it. */
static const char *complaint_line(struct child *child) {
    child->complaint[child->complaint_length] = '\0';
    char *found = child->complaint, *rest = NULL;
    for (char *line = strtok_r(child->complaint, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest))
        if (strspn(line, " \t^") < strlen(line))
            found = line;
    return found + strspn(found, " \t");
}

int gnuplot_run(const struct gnuplot_call *call, struct fault *fault) {
    struct child child = {.text_fd = -1, .complaint_fd = -1, .deadline_s = now_s() + call->limit_s};
    int exit_status = 0, result = 0;
    int code = start(call, &child);
    if (code != 0) {
        result = fault_set(fault, FAULT_SYSTEM, code, "cannot start %s in %.200s", call->program,
                           call->directory);
        goto done;
    }
    listen_to_end(&child, call->text);
    if (!reap(&child, &exit_status))
        result = fault_set(fault, FAULT_TIME_LIMIT, 0,
                           "gnuplot was still drawing %.200s after %g s, and was stopped",
                           call->directory, call->limit_s);
    else if (WIFSIGNALED(exit_status))
        result = fault_set(fault, FAULT_SYSTEM, 0, "gnuplot was ended by signal %d (%s)",
                           WTERMSIG(exit_status), strsignal(WTERMSIG(exit_status)));
    else if (WEXITSTATUS(exit_status) != 0)
        result = fault_set(fault, FAULT_SYSTEM, 0, "gnuplot cannot draw %.160s: %.200s",
                           call->directory, complaint_line(&child));
done:
    close_end(&child.text_fd);
    close_end(&child.complaint_fd);
    return result;
}
