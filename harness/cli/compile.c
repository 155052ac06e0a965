/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/compile.h"

#include "cli/private_dir.h"
#include "cli/version.h"
#include "sweep/interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Made from the headers in harness/public by quote.sed at build time. */
static const char *const workload_lines[] = {
#include "cli/workload_h.h"
};
static const char *const wait_lines[] = {
#include "cli/workload_wait_h.h"
};

static const char *const tasks_lines[] = {
#include "cli/workload_tasks_h.h"
};

static const struct header {
    const char *name;
    const char *const *lines;
    size_t count;
} HEADERS[] = {
    {"workload.h", workload_lines, sizeof workload_lines / sizeof workload_lines[0]},
    {"workload_tasks.h", tasks_lines, sizeof tasks_lines / sizeof tasks_lines[0]},
    {"workload_wait.h", wait_lines, sizeof wait_lines / sizeof wait_lines[0]},
};

/* A language, and what compiles it. */
struct language {
    const char *endings;                     /* blanks on both sides of each */
    const char *command_name, *flags_name;   /* variables of the environment */
    const char *usual_command, *usual_flags; /* of the build */
};

static const struct language LANGUAGES[] = {
    {" .c ", "CC", "CFLAGS", AMDAHL_CC, AMDAHL_CFLAGS},
    {" .cc .cpp .cxx ", "CXX", "CXXFLAGS", AMDAHL_CXX, AMDAHL_CXXFLAGS},
};

static const char *ending_of(const char *path) {
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
    const char *dot = strrchr(name, '.');
    return dot == NULL || dot == name ? "" : dot;
}

static const struct language *language_of(const char *path) {
    char word[16];
    if (snprintf(word, sizeof word, " %s ", ending_of(path)) < (int)sizeof word && word[1] == '.')
        for (size_t i = 0; i < sizeof LANGUAGES / sizeof LANGUAGES[0]; i++)
            if (strstr(LANGUAGES[i].endings, word) != NULL)
                return &LANGUAGES[i];
    return NULL;
}

bool compile_is_source(const char *path) {
    return language_of(path) != NULL;
}

/* The words of a command; the text that they point into is theirs. */
enum { WORDS_MAX = 128, WORDS_BYTES = 8192 };
struct words {
    char *word[WORDS_MAX + 1]; /* NULL behind the last one */
    size_t count, used;
    char text[WORDS_BYTES];
    bool is_full;
};

static void add_word(struct words *words, const char *text, size_t length) {
    if (words->count == WORDS_MAX || length >= WORDS_BYTES - words->used) {
        words->is_full = true;
        return;
    }
    char *word = words->text + words->used;
    memcpy(word, text, length);
    word[length] = '\0';
    words->used += length + 1;
    words->word[words->count++] = word;
    words->word[words->count] = NULL;
}

static void add_text(struct words *words, const char *text) {
    add_word(words, text, strlen(text));
}

static void add_split(struct words *words, const char *text) {
    static const char blanks[] = " \t\n";
    for (text += strspn(text, blanks); *text != '\0'; text += strspn(text, blanks)) {
        size_t length = strcspn(text, blanks);
        add_word(words, text, length);
        text += length;
    }
}

/* A variable of the environment; what is empty counts as not set. */
static const char *variable_or(const char *name, const char *usual) {
    const char *value = getenv(name);
    return value == NULL || value[strspn(value, " \t\n")] == '\0' ? usual : value;
}

static int make_words(const struct language *language, const char *source, const char *directory,
                      const char *library, struct words *words, struct fault *fault) {
    char include[PRIVATE_DIR_BYTES + 4];
    *words = (struct words){.count = 0};
    snprintf(include, sizeof include, "-I%s", directory);
    add_split(words, variable_or(language->command_name, language->usual_command));
    add_split(words, variable_or(language->flags_name, language->usual_flags));
    add_text(words, "-fPIC");
    add_text(words, "-shared");
    add_text(words, include);
    add_text(words, "-o");
    add_text(words, library);
    add_text(words, source);
    add_split(words, variable_or("LDFLAGS", ""));
    add_split(words, variable_or("LDLIBS", ""));
    add_text(words, "-lm");
    if (words->is_full)
        return fault_set(fault, FAULT_INPUT, 0, "cannot compile %.200s: %s and %s are too long",
                         source, language->command_name, language->flags_name);
    return 0;
}

static void join_words(const struct words *words, char *text, size_t bytes) {
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < words->count && used < bytes; i++)
        used +=
            (size_t)snprintf(text + used, bytes - used, "%s%s", i == 0 ? "" : " ", words->word[i]);
}

static int write_header(const char *directory, const struct header *header, struct fault *fault) {
    char path[PRIVATE_DIR_BYTES + 32];
    snprintf(path, sizeof path, "%s/%s", directory, header->name);
    FILE *file = fopen(path, "we");
    for (size_t i = 0; file != NULL && i < header->count; i++)
        fprintf(file, "%s\n", header->lines[i]);
    bool is_whole = file != NULL && ferror(file) == 0;
    if (file != NULL && fclose(file) != 0)
        is_whole = false;
    return is_whole ? 0
                    : fault_set(fault, FAULT_SYSTEM, errno,
                                "cannot write %s, which workloads include", path);
}

/* In a process group of its own, so that all of a compiler's processes can be ended. Gives an errno
 * code. */
static int spawn_compiler(const struct words *words, pid_t *ret_pid) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGXFSZ);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                              POSIX_SPAWN_SETPGROUP);
    int error = posix_spawnp(ret_pid, words->word[0], &files, &attributes, words->word, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return error;
}

/* Its wait status. A signal of ours is passed on. */
static int await_compiler(pid_t pid, struct interrupt *interrupt) {
    enum { LOOK_MS = 10 }; /* adds so much to a compilation, at most */
    unsigned passed_on = interrupt->count;
    struct pollfd signals = {.fd = interrupt->file, .events = POLLIN};
    int status = 0;
    while (waitpid(pid, &status, WNOHANG) == 0) {
        if (poll(&signals, 1, LOOK_MS) > 0)
            interrupt_read(interrupt);
        if (interrupt->count > passed_on)
            kill(-pid, interrupt->count > 1 ? SIGKILL : SIGTERM);
        passed_on = interrupt->count;
    }
    return status;
}

static int run_compiler(const char *source, const struct words *words,
                        const struct language *language, struct interrupt *interrupt,
                        struct fault *fault) {
    pid_t pid = 0;
    int error = spawn_compiler(words, &pid);
    if (error != 0)
        return fault_set(fault, FAULT_SYSTEM, error,
                         "cannot compile %.200s with '%.60s': install it, or name another compiler "
                         "in %s",
                         source, words->word[0], language->command_name);
    int status = await_compiler(pid, interrupt);
    if (interrupt->count > 0)
        return fault_set(fault, FAULT_SYSTEM, 0, "interrupted");
    if (WIFSIGNALED(status))
        return fault_set(fault, FAULT_INPUT, 0, "cannot compile %.200s: %.60s crashed: SIG%s",
                         source, words->word[0], sigabbrev_np(WTERMSIG(status)));
    if (WEXITSTATUS(status) != 0)
        return fault_set(fault, FAULT_INPUT, 0,
                         "cannot compile %.200s: %.60s ended with status %d; its messages stand "
                         "above",
                         source, words->word[0], WEXITSTATUS(status));
    return 0;
}

/* DIR/NAME.so of …/NAME.c. */
static int name_library(const char *source, const char *directory, char library[COMPILE_PATH_BYTES],
                        struct fault *fault) {
    const char *slash = strrchr(source, '/'), *name = slash == NULL ? source : slash + 1;
    int used = snprintf(library, COMPILE_PATH_BYTES, "%s/%.*s.so", directory,
                        (int)(strlen(name) - strlen(ending_of(source))), name);
    return used < COMPILE_PATH_BYTES
               ? 0
               : fault_set(fault, FAULT_INPUT, ENAMETOOLONG, "cannot compile %.200s", source);
}

int compile_plugin(const char *source, struct private_dir *dir, struct interrupt *interrupt,
                   struct compile_result *ret_result, struct fault *fault) {
    const struct language *language = language_of(source);
    struct words words;
    if (language == NULL)
        return fault_set(fault, FAULT_INPUT, 0, "'%.200s' is no source in C or C++", source);
    if (access(source, R_OK) != 0)
        return fault_set(fault, FAULT_INPUT, errno, "cannot read %.200s", source);
    int status = private_dir_make(dir, fault);
    for (size_t i = 0; i < sizeof HEADERS / sizeof HEADERS[0] && status == 0; i++)
        status = write_header(dir->path, &HEADERS[i], fault);
    if (status == 0)
        status = name_library(source, dir->path, ret_result->library, fault);
    if (status == 0)
        status = make_words(language, source, dir->path, ret_result->library, &words, fault);
    if (status == 0)
        status = run_compiler(source, &words, language, interrupt, fault);
    if (status == 0)
        join_words(&words, ret_result->command, sizeof ret_result->command);
    return status;
}
