/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/hook.h"

#include "cli/option_value.h"
#include "sweep/interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wordexp.h>

extern char **environ;

/* How often an untimed command is looked at whether it has ended. */
enum { HOOK_LOOK_MS = 10 };

static const char *words_refusal(int answer) {
    switch (answer) {
    case WRDE_BADCHAR:
        return "one of |&;<>(){} stands unquoted in it, and no shell runs it";
    case WRDE_BADVAL:
        return "a variable in it is not set";
    case WRDE_CMDSUB:
        return "no shell runs it, so it can hold no command substitution";
    case WRDE_NOSPACE:
        return "out of memory";
    default:
        return "its quotes do not match";
    }
}

static int cut_words(const char *option, const char *command, wordexp_t *words,
                     struct fault *fault) {
    *words = (wordexp_t){.we_wordc = 0};
    int answer = wordexp(command, words, WRDE_NOCMD | WRDE_UNDEF);
    if (answer != 0)
        fault_set(fault, FAULT_USAGE, 0, "%s '%.*s': %s", option, OPTION_SHOWN_BYTES, command,
                  words_refusal(answer));
    else if (words->we_wordc == 0)
        fault_set(fault, FAULT_USAGE, 0, "%s '%.*s': there is no command in it", option,
                  OPTION_SHOWN_BYTES, command);
    else
        return 0;
    if (answer == 0 || answer == WRDE_NOSPACE)
        wordfree(words);
    return -FAULT_USAGE;
}

int hook_check(const char *option, const char *command, struct fault *fault) {
    wordexp_t words;
    int status = cut_words(option, command, &words, fault);
    if (status == 0)
        wordfree(&words);
    return status;
}

/* In a process group of its own, so that signals reach all that it starts, and with the signals as
 * this program found them. */
static int start(char *const *argv, const struct interrupt *interrupt, pid_t *ret_pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t usual;
    sigemptyset(&usual);
    sigaddset(&usual, SIGXFSZ); /* which this program ignores */
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                              POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &interrupt->before);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    int error = posix_spawnp(ret_pid, argv[0], &actions, &attributes, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return error;
}

/* The status of waitpid. */
static int wait_for(pid_t pid, struct interrupt *interrupt) {
    struct pollfd signals = {.fd = interrupt->file, .events = POLLIN};
    int status = 0;
    while (waitpid(pid, &status, WNOHANG) == 0) {
        unsigned before = interrupt->count;
        poll(&signals, 1, HOOK_LOOK_MS);
        interrupt_read(interrupt);
        if (interrupt->count > before)
            kill(-pid, interrupt->count > 1 ? SIGKILL : interrupt->signal);
    }
    return status;
}

int hook_run(const char *option, const char *command, int *ret_signal, struct fault *fault) {
    wordexp_t words;
    struct interrupt interrupt;
    pid_t pid = 0;
    int status = cut_words(option, command, &words, fault), ended = 0;
    *ret_signal = 0;
    if (status != 0)
        return status;
    status = interrupt_open(&interrupt, fault);
    if (status != 0) {
        wordfree(&words);
        return status;
    }
    int error = start(words.we_wordv, &interrupt, &pid);
    if (error == 0)
        ended = wait_for(pid, &interrupt);
    interrupt_close(&interrupt);
    *ret_signal = interrupt.signal;
    if (error != 0)
        status = fault_set(fault, FAULT_SYSTEM, error, "%s: cannot start '%.*s'", option,
                           OPTION_SHOWN_BYTES, words.we_wordv[0]);
    else if (WIFSIGNALED(ended))
        status = fault_set(fault, FAULT_SYSTEM, 0, "%s '%.*s' was killed by SIG%s", option,
                           OPTION_SHOWN_BYTES, command, sigabbrev_np(WTERMSIG(ended)));
    else if (WEXITSTATUS(ended) != 0)
        status = fault_set(fault, FAULT_SYSTEM, 0, "%s '%.*s' ended with status %d", option,
                           OPTION_SHOWN_BYTES, command, WEXITSTATUS(ended));
    wordfree(&words);
    return status;
}
