/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One run of a program: its files, signals and cores, its end, and what is left of it. */
#include "program/ending.h"
#include "program/launch.h"
#include "program/words.h"
#include "subject.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const char *subject;
static struct launch *launch;
static int nothing;
static char **words;

/* Of a command, which lives until the next one. */
static struct launch_spec spec_of(const char *command) {
    const struct template_values values = {1, NAN};
    free(words);
    words = NULL;
    CHECK_INT(words_split("test", command, &values, &words, NULL), 0);
    return (struct launch_spec){.path = subject,
                                .arguments = words,
                                .variables = environ,
                                .input = nothing,
                                .output = nothing,
                                .error = STDERR_FILENO,
                                .drain = -1,
                                .time_limit_s = PATIENCE_S};
}

/* How the run ended, in words. */
static const char *run(const struct launch_spec *spec, struct launch_end *ret_end) {
    static char cause[ENDING_BYTES];
    struct fault fault = {0};
    CHECK_INT(launch_run(launch, spec, ret_end, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(waitpid(-1, NULL, WNOHANG), -1);
    CHECK_INT(errno, ECHILD);
    return ending_describe(ret_end, spec->time_limit_s, cause) ? "" : cause;
}

static void ends(const char *command, const char *cause) {
    const struct launch_spec spec = spec_of(command);
    struct launch_end end;
    CHECK_STRING(run(&spec, &end), cause);
    CHECK(end.end_ns > end.start_ns);
}

static void test_ends(void) {
    ends("subject exit 0", "");
    ends("subject exit 3", "ended with status 3");
    ends("subject exit 127", "ended with status 127"); /* not taken for an exec that failed */
    ends("subject signal 11", "was killed by SIGSEGV");
    ends("subject signal 9", "was killed by SIGKILL");
    ends("subject unknown", "ended with status 99");
}

/* Its time contains it, and its CPU time is told apart from ours. */
static void test_times(void) {
    const struct launch_spec spec = spec_of("subject burn 2 50");
    struct launch_end end;
    int64_t begin_ns = launch_now_ns();
    CHECK_STRING(run(&spec, &end), "");
    CHECK(begin_ns <= end.start_ns && end.end_ns <= launch_now_ns());
    CHECK(end.user_s + end.system_s >= 0.1);
    CHECK((double)(end.end_ns - end.start_ns) * 1e-9 >= 0.05);
    CHECK(end.watch_s >= 0 && end.watch_s < 0.05);
}

/* What the caller ignores and blocks, and its open files, are not the program's. */
static void test_clean(void) {
    sigset_t blocked, before;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    sigprocmask(SIG_BLOCK, &blocked, &before);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    ends("subject clean", "");
    struct sigaction action;
    CHECK_INT(sigaction(SIGPIPE, NULL, &action), 0);
    CHECK(action.sa_handler == SIG_IGN); /* and ours are as they were */
    sigprocmask(SIG_SETMASK, &before, NULL);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
}

static void test_not_executed(void) {
    struct launch_spec spec = spec_of("subject");
    struct launch_end end;
    struct fault fault = {0};
    spec.path = "/nonexistent/prog";
    CHECK_INT(launch_run(launch, &spec, &end, &fault), -FAULT_WORKLOAD);
    CHECK_HOLDS(fault.text, "cannot execute '/nonexistent/prog': No such file");
    char script[] = "script-XXXXXX", path[sizeof script + 2];
    int file = mkstemp(script);
    CHECK(file >= 0 && write(file, "true\n", 5) == 5 && fchmod(file, 0700) == 0);
    close(file);
    snprintf(path, sizeof path, "./%s", script);
    spec.path = path;
    fault = (struct fault){0};
    CHECK_INT(launch_run(launch, &spec, &end, &fault), -FAULT_WORKLOAD);
    CHECK_HOLDS(fault.text, "Exec format error; a script needs a first line such as #!/bin/sh");
    unlink(script);
    spec = spec_of("subject");
    spec.output = 999;
    fault = (struct fault){0};
    CHECK_INT(launch_run(launch, &spec, &end, &fault), -FAULT_SYSTEM);
    CHECK_HOLDS(fault.text, "input and output: Bad file");
    CHECK_INT(waitpid(-1, NULL, WNOHANG), -1);
}

static void test_time_limit(void) {
    struct launch_spec spec = spec_of("subject sleep 60000");
    struct launch_end end;
    spec.time_limit_s = 0.2;
    CHECK_STRING(run(&spec, &end), "did not end within 0.2 s");
    double lasted_s = (double)(end.end_ns - end.start_ns) * 1e-9;
    CHECK(lasted_s >= 0.2 && lasted_s < PATIENCE_S / 2);
}

/* What is left of the group is killed; a process that was dies soon. */
static void test_orphan(void) {
    char path[] = "orphan-XXXXXX", command[64];
    int file = mkstemp(path);
    CHECK(file >= 0);
    snprintf(command, sizeof command, "subject orphan %s", path);
    ends(command, "");
    char text[16] = "";
    CHECK(pread(file, text, sizeof text - 1, 0) > 0);
    pid_t orphan = (pid_t)strtol(text, NULL, 10);
    CHECK(orphan > 0);
    char line[64] = "", stat[32];
    snprintf(stat, sizeof stat, "/proc/%d/stat", (int)orphan);
    int turns = 0;
    for (; turns < 1000; turns++) {
        int proc = open(stat, O_RDONLY);
        if (proc < 0)
            break;
        ssize_t got = read(proc, line, sizeof line - 1);
        close(proc);
        line[got > 0 ? got : 0] = '\0';
        if (got <= 0 || strstr(line, ") Z") != NULL)
            break; /* whoever adopted it has not asked for it yet */
        usleep(10000);
    }
    CHECK(turns < 1000);
    close(file);
    unlink(path);
}

/* Its group stands where others see it while it runs, for them to kill it; and not after. */
static void test_group(void) {
    _Atomic int32_t *group =
        mmap(NULL, sizeof *group, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct launch_spec spec = spec_of("subject sleep 60000");
    struct launch_end end;
    struct fault fault = {0};
    spec.ret_group = group;
    pid_t killer = fork();
    if (killer == 0) {
        pid_t seen;
        while ((seen = atomic_load(group)) == 0)
            usleep(1000);
        usleep(20000);
        _exit(kill(-seen, SIGUSR1));
    }
    CHECK_INT(launch_run(launch, &spec, &end, &fault), 0);
    CHECK(WIFSIGNALED(end.wait_status) && WTERMSIG(end.wait_status) == SIGUSR1);
    CHECK_INT(atomic_load(group), 0);
    int status = -1;
    CHECK_INT(waitpid(killer, &status, 0), killer);
    CHECK_INT(status, 0);
    munmap(group, sizeof *group);
}

static void test_pipe(void) {
    struct launch_spec spec = spec_of("subject print 300000");
    struct launch_end end;
    int ends_of[2];
    CHECK_INT(pipe2(ends_of, O_CLOEXEC | O_NONBLOCK), 0);
    CHECK_INT(fcntl(ends_of[1], F_SETFL, 0), 0);
    spec.output = ends_of[1];
    spec.drain = ends_of[0];
    CHECK_STRING(run(&spec, &end), ""); /* it would hang for good, were the pipe not read */
    close(ends_of[0]);
    close(ends_of[1]);
}

/* On the first n PUs of the order, whatever the caller is bound to. */
static void test_mask(void) {
    struct place *place = subject_place();
    for (size_t n = 1; n <= place_pu_count(place) + 1; n++) {
        struct place_mask *mask = NULL;
        struct fault fault = {0};
        char path[] = "mask-XXXXXX", text[256] = "", expected[64];
        int file = mkostemp(path, O_CLOEXEC);
        CHECK_INT(place_mask_make(place, n, &mask, &fault), 0);
        struct launch_spec spec = spec_of("nproc");
        struct launch_end end;
        spec.path = "/usr/bin/nproc";
        spec.mask = mask;
        spec.output = file;
        CHECK_STRING(run(&spec, &end), "");
        CHECK(pread(file, text, sizeof text - 1, 0) > 0);
        size_t pus = place_pu_count(place);
        snprintf(expected, sizeof expected, "%zu\n", n < pus ? n : pus);
        CHECK_STRING(text, expected);
        place_mask_free(mask);
        close(file);
        unlink(path);
    }
    place_free(place);
}

int main(int count, char **arguments) {
    if (count != 2)
        return 2;
    subject_keep_files();
    subject = arguments[1];
    nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    unsetenv("OMP_NUM_THREADS"); /* nproc obeys it */
    unsetenv("OMP_THREAD_LIMIT");
    CHECK_INT(launch_open(&launch, NULL), 0);
    test_ends();
    test_times();
    test_clean();
    test_not_executed();
    test_time_limit();
    test_orphan();
    test_group();
    test_pipe();
    test_mask();
    launch_close(launch);
    free(words);
    close(nothing);
    return check_done();
}
