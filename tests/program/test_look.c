/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Looks at a tree of files that stands for /proc, where all is known; and at processes. */
#include "check.h"
#include "program/look.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char root[] = "proc-XXXXXX";

/* Makes DIRECTORY/…/FILE below the root; NULL: an empty directory. */
static void put(const char *path, const char *text) {
    char whole[128];
    snprintf(whole, sizeof whole, "%s/%s", root, path);
    for (char *slash = strchr(whole, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(whole, 0777);
        *slash = '/';
    }
    FILE *file = fopen(whole, "w");
    CHECK(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
}

struct known {
    int process, thread;
    const char *name;
    char state;
    int parent, group, pu;
};

static void put_thread(struct known known) {
    char path[64], line[256];
    snprintf(
        line, sizeof line,
        "%d (%s) %c %d %d 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 1 1 1 1 1 1 0 0 0 0 0 0 0 0 0 0 17 "
        "%d 0 0 0 0 0 0 0 0 0 0 0 0 0\n",
        known.thread, known.name, known.state, known.parent, known.group, known.pu);
    snprintf(path, sizeof path, "%d/task/%d/stat", known.process, known.thread);
    put(path, line);
    if (known.process != known.thread)
        return;
    snprintf(path, sizeof path, "%d/stat", known.process);
    put(path, line);
}

/* From here on the tree is empty. */
static void clear(void) {
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", root);
    CHECK_INT(system(command), 0);
    CHECK_INT(mkdir(root, 0777), 0);
}

static struct look *open_it(void) {
    struct look *look = NULL;
    struct fault fault = {0};
    clear();
    CHECK_INT(look_open(root, &look, &fault), 0);
    CHECK_STRING(fault.text, "");
    look_begin(look, NULL);
    return look;
}

static const struct watch_thread *find(const struct watch *watch, const char *name) {
    for (uint32_t i = 0; i < watch->thread_count; i++)
        if (strcmp(watch->threads[i].name, name) == 0)
            return &watch->threads[i];
    CHECK_REPORT(false, "no thread %s was seen", name);
    exit(check_done());
}

static void test_counts(void) {
    struct look *look = open_it();
    struct watch watch;
    put_thread((struct known){100, 100, "prog", 'S', 1, 100, 0});
    put_thread((struct known){100, 101, "worker", 'R', 1, 100, 1});
    put_thread((struct known){100, 102, "worker", 'R', 1, 100, 3});
    look_take(look, 100);
    look_take(look, 100);
    put_thread((struct known){100, 101, "worker", 'D', 1, 100, 2});
    look_take(look, 100);
    put_thread((struct known){100, 102, "late", 'S', 1, 100, 9});
    look_take(look, 100);
    struct look_sum sum = look_end(look, &watch);
    CHECK_INT(sum.looks, 4);
    CHECK_INT(sum.looks_one, 1);
    CHECK_NEAR(sum.runnable, 5, 0);
    CHECK(sum.stray == NULL);
    CHECK_INT(watch.looks[0], 1);
    CHECK_INT(watch.looks[1], 1);
    CHECK_INT(watch.looks[2], 2);
    CHECK_INT(watch.thread_count, 3);
    CHECK_INT(find(&watch, "prog")->most, 1);
    CHECK_INT(find(&watch, "prog")->runnable, 0);
    CHECK_STRING(find(&watch, "prog")->pus, "0");
    CHECK_INT(find(&watch, "worker")->most, 2);
    CHECK_INT(find(&watch, "worker")->runnable, 5);
    CHECK_STRING(find(&watch, "worker")->pus, "1-3");
    CHECK_STRING(find(&watch, "late")->pus, "9");

    look_begin(look, NULL);
    sum = look_end(look, &watch);
    CHECK_INT(sum.looks, 0);
    CHECK_INT(watch.thread_count, 0);
    look_close(look);
}

/* A program that has ended is not one without runnable threads. */
static void test_ended(void) {
    struct look *look = open_it();
    struct watch watch;
    put_thread((struct known){100, 100, "prog", 'Z', 1, 100, 0});
    look_take(look, 100);
    look_take(look, 200);
    CHECK_INT(look_end(look, &watch).looks, 0);
    /* Its first thread may end before the others. */
    put_thread((struct known){100, 101, "worker", 'R', 1, 100, 1});
    look_take(look, 100);
    CHECK_INT(look_end(look, &watch).looks_one, 1);
    CHECK_INT(watch.thread_count, 1);
    look_close(look);
}

/* Says so, and blocks for good, as a process of that name, until its parent ends. */
static void be(const char *name, int ready) {
    prctl(PR_SET_NAME, name);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)!write(ready, "", 1);
    for (;;)
        pause();
}

/* A process "NAME" in that group (0: of its own), with a "grandchild" in another one where asked
 * for. Waits until all is made. */
static pid_t make_child(const char *name, pid_t group, bool has_child) {
    int ready[2];
    char byte;
    CHECK_INT(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        setpgid(0, group);
        if (has_child && fork() == 0) {
            setpgid(0, 0);
            be("grandchild", ready[1]);
        }
        be(name, ready[1]);
    }
    for (int i = 0; i < 1 + has_child; i++)
        CHECK_INT(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return child;
}

static void end_child(pid_t child) {
    CHECK_INT(kill(child, SIGKILL), 0);
    CHECK_INT(waitpid(child, NULL, 0), child);
}

static uint32_t most_of(const struct look *look, const char *name) {
    struct watch watch;
    look_end(look, &watch);
    for (uint32_t i = 0; i < watch.thread_count; i++)
        if (strcmp(watch.threads[i].name, name) == 0)
            return watch.threads[i].most;
    return 0;
}

/* In the true /proc: what the program made before the first look and what comes then, by parent or
 * by group; not others. */
static void test_descendants(void) {
    struct look *look = NULL;
    struct watch watch;
    CHECK_INT(look_open(NULL, &look, NULL), 0);
    look_begin(look, NULL);
    pid_t program = make_child("child", 0, true);
    look_take(look, program);
    CHECK_INT(most_of(look, "child"), 1);
    CHECK_INT(most_of(look, "grandchild"), 1);
    pid_t member = make_child("member", program, false), other = make_child("other", 0, true);
    look_take(look, program);
    look_take(look, program);
    CHECK_INT(most_of(look, "grandchild"), 1);
    CHECK_INT(most_of(look, "member"), 1);
    CHECK_INT(most_of(look, "other"), 0);
    CHECK_INT(look_end(look, &watch).looks, 3);
    end_child(member);
    look_take(look, program);
    end_child(program);
    look_take(look, program);
    CHECK_INT(look_end(look, &watch).looks, 4);

    /* What was there before a run is not of its program. */
    look_begin(look, NULL);
    look_take(look, other);
    CHECK_INT(most_of(look, "other"), 1);
    CHECK_INT(most_of(look, "grandchild"), 0);
    end_child(other);
    look_close(look);
}

static void test_many_names(void) {
    struct look *look = open_it();
    struct watch watch;
    char name[16];
    for (int i = 0; i < 40; i++) {
        snprintf(name, sizeof name, "n%d", i);
        put_thread((struct known){100, 100 + i, name, 'R', 1, 100, 2 * i});
    }
    for (int i = 0; i < 150; i++)
        put_thread((struct known){200, 200 + i, "same", 'R', 1, 200, 3 * i});
    look_take(look, 100);
    CHECK_INT(look_end(look, &watch).looks, 1);
    CHECK_INT(watch.looks[40], 1);
    CHECK_INT(watch.thread_count, WATCH_THREADS_MAX);
    const struct watch_thread *rest = find(&watch, "...");
    CHECK(rest == &watch.threads[WATCH_THREADS_MAX - 1]);
    CHECK_INT(rest->most, 40 - (WATCH_THREADS_MAX - 1));

    look_begin(look, NULL);
    look_take(look, 200);
    struct look_sum sum = look_end(look, &watch);
    CHECK_INT(watch.looks[WATCH_RUNNABLE_MAX], 1);
    CHECK_NEAR(sum.runnable, 150, 0);
    CHECK_INT(find(&watch, "same")->most, 150);
    CHECK_HOLDS(find(&watch, "same")->pus, "0,3,6,9,");
    const char *pus = find(&watch, "same")->pus;
    CHECK_STRING(pus + strlen(pus) - 4, ",...");
    look_close(look);
}

/* Looks that are dear make the period longer; those before then stand for as much time as those
 * after. */
static void test_period(void) {
    struct look *look = open_it();
    struct watch watch;
    put_thread((struct known){100, 100, "prog", 'R', 1, 100, 0});
    for (int i = 1; i < 2000; i++)
        put_thread((struct known){100, 100 + i, "worker", 'S', 1, 100, 0});
    int64_t period_ns = look_period_ns(look);
    CHECK(period_ns > 5000000 && period_ns % 1000000 != 0);
    for (int i = 0; i < 64 && look_period_ns(look) == period_ns; i++) {
        CHECK_INT(look_end(look, &watch).looks, i);
        look_take(look, 100);
    }
    int64_t longer = look_period_ns(look) / period_ns;
    CHECK(longer >= 2 && (longer & (longer - 1)) == 0);
    uint32_t looks = look_end(look, &watch).looks; /* of 8 / longer, what is not whole is rounded */
    CHECK(looks >= 8 / longer && looks <= 8 / longer + (8 % longer != 0));
    CHECK_INT(watch.looks[1], look_end(look, &watch).looks);
    /* At once as long as it has to be: six judgements later it is not 64 times that. */
    for (int i = 0; i < 48; i++)
        look_take(look, 100);
    CHECK(look_period_ns(look) <= 8 * longer * period_ns);
    longer = look_period_ns(look) / period_ns;
    /* Between runs it may shorten again, where the last looks were cheaper, and never lengthens. */
    look_begin(look, NULL);
    CHECK(look_period_ns(look) >= period_ns && look_period_ns(look) <= longer * period_ns);
    look_close(look);
}

/* The first looks of a hundred runs lie all over the period, in each tenth of it. */
static void test_phase(void) {
    struct look *look = open_it();
    unsigned tenths[10] = {0};
    for (int run = 0; run < 100; run++, look_begin(look, NULL)) {
        int64_t tenth = look_first_ns(look) * 10 / look_period_ns(look);
        CHECK(tenth >= 0 && tenth < 10);
        tenths[tenth < 0 || tenth > 9 ? 0 : tenth]++;
    }
    for (int i = 0; i < 10; i++)
        CHECK_REPORT(tenths[i] >= 8 && tenths[i] <= 12, "tenth %d has %u runs", i, tenths[i]);
    look_close(look);
}

int main(void) {
    struct fault fault = {0};
    struct look *look = NULL;
    CHECK(mkdtemp(root) != NULL);
    test_counts();
    test_ended();
    test_descendants();
    test_many_names();
    test_period();
    test_phase();
    clear();
    CHECK_INT(rmdir(root), 0);
    CHECK_INT(look_open("/nonexistent", &look, &fault), -FAULT_SYSTEM);
    CHECK_HOLDS(fault.text, "/nonexistent");
    return check_done();
}
