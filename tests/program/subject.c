/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A program to be measured, which does one thing in a known way. Times are of CPU, in ms, but for
 * `sleep`.
 *   subject burn THREADS MS      threads of the name "burner" that compute while main waits
 *   subject steps MS THREADS MS  main alone, and then such threads
 *   subject names THREADS        threads "n0", "n1", … that sleep a while
 *   subject family MS            a child in a group of its own computes while this one waits
 *   subject orphan FILE          a child sleeps on; its number stands in the file
 *   subject escape MS            goes to all PUs that there are, and computes
 *   subject exit|signal|sleep N
 *   subject print BYTES          on stdout
 *   subject say WORD…            on stdout, one a line, with $SUBJECT last
 *   subject clean                status 0 if no signal is blocked or ignored, stdin is at its end
 *                                and no file but the first three is open
 */
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { THREADS_MAX = 32 };

static int number(const char *text) {
    return (int)strtol(text, NULL, 10);
}

static void burn(int milliseconds) {
    struct timespec used;
    do {
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    } while (used.tv_sec * 1000 + used.tv_nsec / 1000000 < milliseconds);
}

static void doze(int milliseconds) {
    nanosleep(&(struct timespec){milliseconds / 1000, milliseconds % 1000 * 1000000L}, NULL);
}

static void *burner(void *argument) {
    const int *milliseconds = argument;
    pthread_setname_np(pthread_self(), "burner");
    burn(*milliseconds);
    return NULL;
}

static int run_burners(int count, int milliseconds) {
    pthread_t threads[THREADS_MAX];
    for (int i = 0; i < count; i++)
        if (pthread_create(&threads[i], NULL, burner, &milliseconds) != 0)
            return 1;
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    return 0;
}

static void *sleeper(void *argument) {
    char name[16];
    snprintf(name, sizeof name, "n%d", *(const int *)argument);
    pthread_setname_np(pthread_self(), name);
    doze(100);
    return NULL;
}

static int run_names(int count) {
    pthread_t threads[THREADS_MAX];
    int numbers[THREADS_MAX];
    for (int i = 0; i < count; i++) {
        numbers[i] = i;
        if (pthread_create(&threads[i], NULL, sleeper, &numbers[i]) != 0)
            return 1;
    }
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    return 0;
}

static int run_family(int milliseconds) {
    pid_t child = fork();
    if (child == 0) {
        setpgid(0, 0);
        burn(milliseconds);
        _exit(0);
    }
    return waitpid(child, NULL, 0) == child ? 0 : 1;
}

static int run_orphan(const char *path) {
    FILE *file = fopen(path, "w");
    pid_t child = file == NULL ? -1 : fork();
    if (child == 0) {
        doze(60000);
        _exit(0);
    }
    if (child < 0)
        return 1;
    fprintf(file, "%d", (int)child);
    return fclose(file);
}

static int run_escape(int milliseconds) {
    cpu_set_t all;
    memset(&all, 0xff, sizeof all);
    int status = sched_setaffinity(0, sizeof all, &all);
    burn(milliseconds);
    return status;
}

static int run_print(int bytes) {
    for (int i = 0; i < bytes; i++)
        if (putchar('x') < 0)
            return 1;
    return fflush(stdout);
}

static int run_say(char **words) {
    const char *variable = getenv("SUBJECT");
    while (*++words != NULL)
        puts(*words);
    puts(variable == NULL ? "unset" : variable);
    return 0;
}

static int run_clean(void) {
    sigset_t blocked;
    struct sigaction action;
    char byte;
    sigprocmask(SIG_SETMASK, NULL, &blocked);
    for (int signal = 1; signal < NSIG; signal++) {
        if (sigismember(&blocked, signal) == 1)
            return 1;
        if (sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN)
            return 2;
    }
    for (int file = 3; file < 100; file++)
        if (fcntl(file, F_GETFD) >= 0)
            return 3;
    return read(STDIN_FILENO, &byte, 1) == 0 ? 0 : 4;
}

int main(int count, char **words) {
    const char *task = count > 1 ? words[1] : "";
    const char *first = count > 2 ? words[2] : "0";
    if (strcmp(task, "burn") == 0 && count == 4)
        return run_burners(number(first), number(words[3]));
    if (strcmp(task, "steps") == 0 && count == 5) {
        burn(number(first));
        return run_burners(number(words[3]), number(words[4]));
    }
    if (strcmp(task, "names") == 0)
        return run_names(number(first));
    if (strcmp(task, "family") == 0)
        return run_family(number(first));
    if (strcmp(task, "orphan") == 0)
        return run_orphan(first);
    if (strcmp(task, "escape") == 0)
        return run_escape(number(first));
    if (strcmp(task, "exit") == 0)
        return number(first);
    if (strcmp(task, "signal") == 0)
        return kill(getpid(), number(first));
    if (strcmp(task, "sleep") == 0)
        doze(number(first));
    else if (strcmp(task, "print") == 0)
        return run_print(number(first));
    else if (strcmp(task, "say") == 0)
        return run_say(words + 1);
    else if (strcmp(task, "clean") == 0)
        return run_clean();
    else
        return 99;
    return 0;
}
