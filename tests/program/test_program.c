/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Runs of a program as samples: what is seen of its threads, what makes one broken, its hooks. */
#include "program/program.h"
#include "subject.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static char *subject;
static struct place *place;

/* A program with the words `packed`, which end with an empty one. */
static void wants(struct area *area, const char *packed) {
    struct area_program *program = &area->setup.program;
    *area = (struct area){.setup = {.workers = (uint32_t)place_pu_count(place)}};
    program->warm_up_p = NAN;
    program->time_limit_s = PATIENCE_S;
    snprintf(program->path, sizeof program->path, "%s", subject);
    size_t used = 0;
    for (const char *word = packed; *word != '\0'; word += strlen(word) + 1) {
        used += (size_t)snprintf(program->words + used, sizeof program->words - used, "%s", word);
        program->words[used++] = '\0';
        program->argument_count++;
    }
}

static struct program *open_it(struct area *area) {
    struct program *program = NULL;
    struct fault fault = {0};
    CHECK_INT(program_open(area, place, &program, &fault), 0);
    CHECK_STRING(fault.text, "");
    return program;
}

static struct sample take(struct area *area, unsigned n, struct watch *ret_watch) {
    struct area_step step = {.sample = {.id = 1, .p = NAN, .n = n, .units = 1}};
    struct fault fault = {0};
    struct program *program = open_it(area);
    CHECK_INT(program_take(program, &step, ret_watch, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(atomic_load(&area->program), 0);
    CHECK(waitpid(-1, NULL, WNOHANG) < 0);
    program_close(program);
    return step.sample;
}

/* What other programs of this machine do beside it may disturb it. */
static bool is_whole(const struct sample *sample) {
    CHECK_REPORT(sample->validity != SAMPLE_BROKEN, "%s", sample->cause);
    return sample->validity != SAMPLE_BROKEN;
}

static uint32_t total(const struct watch *watch) {
    uint32_t looks = 0;
    for (int i = 0; i <= WATCH_RUNNABLE_MAX; i++)
        looks += watch->looks[i];
    return looks;
}

static const struct watch_thread *find(const struct watch *watch, const char *name) {
    static const struct watch_thread none;
    for (uint32_t i = 0; i < watch->thread_count; i++)
        if (strcmp(watch->threads[i].name, name) == 0)
            return &watch->threads[i];
    CHECK_REPORT(false, "no thread %s was seen", name);
    return &none;
}

/* One thread computes for 0.3 s, then three: all runnable, however many cores they have. */
static void test_seen(void) {
    static struct area area;
    struct watch watch;
    wants(&area, "subject\0steps\000300\0003\000300\0");
    struct sample sample = take(&area, 1, &watch);
    CHECK(is_whole(&sample));
    CHECK(sample.time_s >= 1.2 && sample.user_s + sample.system_s >= 1.2);
    CHECK(isnan(sample.serial_s) && isnan(sample.parallel_s) && isnan(sample.cpu_s));
    CHECK(isnan(sample.fork_s) && isnan(sample.join_s) && isnan(sample.imbalance_s));
    CHECK(!sample.has_digest);
    CHECK_NEAR(sample.looks, total(&watch), 0);
    CHECK_NEAR(sample.looks_one, watch.looks[1], 0);
    CHECK(sample.looks >= 3); /* 200, were looks not dear on a busy machine */
    CHECK(sample.watch_s > 0 && sample.watch_s < sample.time_s / 10);
    /* On one core the three take thrice as long as the one, and each look is one of the two. */
    CHECK(watch.looks[1] >= 1 && watch.looks[3] >= watch.looks[1]);
    CHECK(watch.looks[1] + watch.looks[3] >= 0.5 * sample.looks);
    const struct watch_thread *burner = find(&watch, "burner");
    CHECK_INT(burner->most, 3);
    CHECK(burner->runnable > watch.looks[3]); /* three times, but for the looks made fewer */
    char pu[16];
    snprintf(pu, sizeof pu, "%d", place_slot(place, 0).pu);
    CHECK_STRING(burner->pus, pu);
}

/* A child counts, in whatever group it is. */
static void test_family(void) {
    static struct area area;
    struct watch watch;
    wants(&area, "subject\0family\000300\0");
    struct sample sample = take(&area, 1, &watch);
    CHECK(is_whole(&sample));
    CHECK(sample.user_s + sample.system_s >= 0.3);
    CHECK(sample.looks >= 2 && sample.looks_one >= 0.5 * sample.looks);
    CHECK_INT(find(&watch, "subject")->most, 2);
}

static void breaks(const char *packed, const char *cause) {
    static struct area area;
    struct watch watch;
    wants(&area, packed);
    if (strstr(cause, "0.2 s") != NULL)
        area.setup.program.time_limit_s = 0.2;
    struct sample sample = take(&area, 1, &watch);
    CHECK_INT(sample.validity, SAMPLE_BROKEN);
    CHECK_STRING(sample.cause, cause);
    CHECK(sample.time_s > 0 && isnan(sample.looks) && isnan(sample.looks_runnable));
    CHECK_INT(total(&watch) + watch.thread_count, 0);
}

static void test_broken(void) {
    breaks("subject\0exit\0003\0", "ended with status 3");
    breaks("subject\0signal\00011\0", "was killed by SIGSEGV");
    breaks("subject\0sleep\00060000\0", "did not end within 0.2 s");
    if (place_pu_count(place) > 1)
        breaks("subject\0escape\000200\0", "thread 'subject' left its cores");
}

static void read_file(const char *path, char *text, size_t bytes) {
    FILE *file = fopen(path, "r");
    size_t got = file == NULL ? 0 : fread(text, 1, bytes - 1, file);
    text[got] = '\0';
    if (file != NULL)
        fclose(file);
}

/* Placeholders in the words, a variable and the hooks; the output of the last run in its file; the
 * hooks before and after the run. */
static void test_words(void) {
    static struct area area;
    struct watch watch;
    char text[256];
    wants(&area, "subject\0say\0-j{n}\0{threads} {p}\0");
    struct area_program *program = &area.setup.program;
    static const char variable[] = "SUBJECT=of {n}";
    memcpy(program->words + strlen("subject") + 1 + 4 + 6 + strlen("{threads} {p}") + 1, variable,
           sizeof variable);
    program->variable_count = 1;
    snprintf(program->output, sizeof program->output, "said.txt");
    snprintf(program->prepare, sizeof program->prepare, "sh -c 'echo before {n} $SUBJECT >hooks'");
    snprintf(program->conclude, sizeof program->conclude, "sh -c 'cat said.txt >>hooks'");
    struct sample sample = take(&area, 20, &watch);
    CHECK(is_whole(&sample));
    read_file("said.txt", text, sizeof text);
    CHECK_STRING(text, "-j20\n20 {p}\nof 20\n");
    read_file("hooks", text, sizeof text);
    CHECK_STRING(text, "before 20 of 20\n-j20\n20 {p}\nof 20\n");
    take(&area, 1, &watch);
    read_file("said.txt", text, sizeof text);
    CHECK_STRING(text, "-j1\n1 {p}\nof 1\n");
    unlink("said.txt");
    unlink("hooks");
}

static void hook_fails(const char *prepare, const char *conclude, enum fault_code code,
                       const char *says) {
    static struct area area;
    struct watch watch;
    struct area_step step = {.sample = {.id = 1, .p = NAN, .n = 1}};
    struct fault fault = {0};
    wants(&area, "subject\0exit\0000\0");
    snprintf(area.setup.program.prepare, sizeof area.setup.program.prepare, "%s", prepare);
    snprintf(area.setup.program.conclude, sizeof area.setup.program.conclude, "%s", conclude);
    struct program *program = open_it(&area);
    CHECK_INT(program_take(program, &step, &watch, &fault), -(int)code);
    CHECK_HOLDS(fault.text, says);
    program_close(program);
}

static void test_hooks_fail(void) {
    hook_fails("false", "", FAULT_WORKLOAD, "--prepare 'false' ended with status 1");
    hook_fails("", "sh -c 'kill -9 $$'", FAULT_WORKLOAD, "--conclude 'sh -c 'kill -9 $$'' was");
    hook_fails("no-such-hook", "", FAULT_USAGE, "--prepare: there is no program 'no-such-hook'");
    hook_fails("true; true", "", FAULT_USAGE, "--prepare 'true; true': ';' is a shell's");
}

/* Where the program ends, what it left in another group ends too; so does what a hook left. */
static void test_left_behind(void) {
    static struct area area;
    struct watch watch;
    char text[16];
    static const char leave[] = "setsid sleep 60 & echo $! >left; sleep 0.05";
    for (int turn = 0; turn < 2; turn++) {
        wants(&area, turn == 0 ? "sh\0-c\0setsid sleep 60 & echo $! >left; sleep 0.05\0"
                               : "sh\0-c\0true\0");
        snprintf(area.setup.program.path, sizeof area.setup.program.path, "/bin/sh");
        if (turn == 1)
            snprintf(area.setup.program.conclude, sizeof area.setup.program.conclude, "sh -c '%s'",
                     leave);
        struct sample sample = take(&area, 1, &watch);
        CHECK(is_whole(&sample));
        read_file("left", text, sizeof text);
        pid_t left = (pid_t)strtol(text, NULL, 10);
        CHECK(left > 0);
        CHECK_INT(kill(left, 0), -1); /* the same number: setsid(1) does not fork there */
        unlink("left");
    }
}

/* A process that computes on that core until this one ends, and is no child of it. */
static pid_t start_neighbour(const struct place_mask *mask) {
    const pid_t tester = getpid();
    pid_t neighbour = 0;
    int ends[2];
    CHECK_INT(pipe(ends), 0);
    pid_t between = fork();
    if (between == 0) {
        neighbour = fork();
        if (neighbour == 0) {
            place_mask_apply(mask);
            while (kill(tester, 0) == 0) {
            }
            _exit(0);
        }
        _exit(write(ends[1], &neighbour, sizeof neighbour) != sizeof neighbour);
    }
    CHECK_INT(waitpid(between, NULL, 0), between);
    CHECK_INT(read(ends[0], &neighbour, sizeof neighbour), sizeof neighbour);
    close(ends[0]);
    close(ends[1]);
    return neighbour;
}

/* Beside a process that computes on the same core for all of its time. */
static void test_disturbed(void) {
    static struct area area;
    struct watch watch;
    struct place_mask *mask = NULL;
    CHECK_INT(place_mask_make(place, 1, &mask, NULL), 0);
    pid_t neighbour = start_neighbour(mask);
    wants(&area, "subject\0burn\0001\000400\0");
    struct area_step step = {.sample = {.id = 1, .p = NAN, .n = 1, .units = 1}};
    struct fault fault = {0};
    struct program *program = open_it(&area);
    CHECK_INT(program_take(program, &step, &watch, &fault), 0);
    program_close(program);
    CHECK_INT(kill(neighbour, SIGKILL), 0); /* it is no run's, and lives */
    CHECK_INT(step.sample.validity, SAMPLE_DISTURBED);
    CHECK_HOLDS(step.sample.cause, "of its cores");
    place_mask_free(mask);
}

/* Also that files which cannot be opened are named. */
static void test_files(void) {
    static struct area area;
    struct watch watch;
    struct area_step step = {.sample = {.id = 1, .p = NAN, .n = 1}};
    struct fault fault = {0};
    wants(&area, "subject\0clean\0");
    struct sample sample = take(&area, 1, &watch);
    CHECK(is_whole(&sample));
    wants(&area, "subject\0print\000200000\0");
    area.setup.program.pipes_output = true;
    sample = take(&area, 1, &watch);
    CHECK(is_whole(&sample));
    wants(&area, "subject\0clean\0");
    snprintf(area.setup.program.input, sizeof area.setup.program.input, "%s", subject);
    CHECK_STRING(take(&area, 1, &watch).cause, "ended with status 4");
    snprintf(area.setup.program.input, sizeof area.setup.program.input, "nowhere.txt");
    struct program *program = open_it(&area);
    CHECK_INT(program_take(program, &step, &watch, &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "--input: cannot open nowhere.txt");
    program_close(program);
}

static void test_calibrate(void) {
    static struct area area;
    struct area_calibration found = {0};
    struct fault fault = {0};
    char text[64];
    wants(&area, "subject\0sleep\00050\0");
    area.setup.program.warmups = 3;
    snprintf(area.setup.program.conclude, sizeof area.setup.program.conclude,
             "sh -c 'echo {n} >>runs'");
    struct program *program = open_it(&area);
    CHECK_INT(program_calibrate(program, &found, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK(found.unit_s >= 0.05 && found.slowest_s >= found.unit_s);
    CHECK_NEAR(found.fork_join_s + found.unit_bytes + found.serial_unit_s, 0, 0);
    CHECK_INT(found.whole_units, 0);
    program_close(program);
    read_file("runs", text, sizeof text);
    unlink("runs");
    CHECK(strncmp(text, "1\n1\n1\n", 6) == 0);
    CHECK_INT(strlen(text), place_pu_count(place) > 1 ? 8 : 6);

    wants(&area, "subject\0exit\0003\0");
    program = open_it(&area);
    CHECK_INT(program_calibrate(program, &found, &fault), -FAULT_WORKLOAD);
    CHECK_HOLDS(fault.text, "'subject' ended with status 3 at n = 1; --output inherit shows");
    area.setup.program.ignores_failure = true;
    fault = (struct fault){0};
    CHECK_INT(program_calibrate(program, &found, &fault), 0);
    program_close(program);
}

static void test_foreign_machine(void) {
    static struct area area;
    struct place *other = NULL;
    struct program *program = NULL;
    struct fault fault = {0};
    wants(&area, "subject\0exit\0000\0");
    CHECK_INT(place_load(&(struct place_spec){.synthetic = "core:4 pu:1"}, &other, &fault), 0);
    CHECK_INT(program_open(&area, other, &program, &fault), -FAULT_UNMEASURABLE);
    CHECK(program == NULL);
    CHECK_HOLDS(fault.text, "a synthetic machine was asked for");
    place_free(other);
}

int main(int count, char **arguments) {
    if (count != 2)
        return 2;
    subject_keep_files();
    subject = realpath(arguments[1], NULL);
    if (subject == NULL)
        return 2;
    place = subject_place();
    /* What is written goes to a directory of its own. */
    char directory[] = "program-XXXXXX";
    CHECK(mkdtemp(directory) != NULL && chdir(directory) == 0);
    test_seen();
    test_family();
    test_broken();
    test_words();
    test_hooks_fail();
    test_left_behind();
    test_disturbed();
    test_files();
    test_calibrate();
    test_foreign_machine();
    CHECK_INT(chdir(".."), 0);
    CHECK_INT(rmdir(directory), 0);
    place_free(place);
    free(subject);
    return check_done();
}
