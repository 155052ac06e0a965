/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "program/look.h"
#include "place/place.h"
#include "program/descendants.h"
#include "program/task_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The least period: no multiple of a timer tick of any kernel (1, 2.5, 3.33, 4 and 10 ms), on which
 * threads that sleep for a while all wake. At 200 looks a second, one of 25 us takes 0.5 % of a
 * core. */
static const int64_t PERIOD_LEAST_NS = 5300000;
static const double COST_SHARE = 0.005;
/* Of what the period allows a look to cost: below it, half the period will do, and still will when
 * looks get a quarter dearer. */
static const double SHORTER_SHARE = 0.4;

/* So many looks tell what one costs. */
enum { COST_LOOKS = 8 };

/* The golden ratio's fraction: its multiples fill the period evenly, however many runs there are.
 */
static const double PHASE_STEP = 0.6180339887498949;

/* PUs above are not told: Linux's largest CONFIG_NR_CPUS (arch/x86/Kconfig). */
enum { PUS_MAX = 8192, PUS_WORDS = PUS_MAX / 64 };

/* The threads of one name. */
struct look_name {
    char name[WATCH_NAME_BYTES];
    uint32_t now, most;
    double runnable;
    uint64_t pus[PUS_WORDS];
};

struct look {
    int proc;
    struct place_mask *mask;
    struct descendants descendants;
    struct task_files files;
    double looks[WATCH_RUNNABLE_MAX + 1]; /* in looks of the period that there is now */
    double beyond; /* runnable threads beyond those that `looks` tells, summed over the looks */
    uint32_t name_count;
    struct look_name names[WATCH_THREADS_MAX];
    char stray[WATCH_NAME_BYTES];
    /* Over all runs. */
    int64_t period_ns;
    uint64_t runs;
    double cost_s;       /* of the last looks */
    double dearest_s;    /* of them */
    double mean_s;       /* of one, of those before; NAN: not known */
    unsigned costed;     /* so many of them */
    double cpu_before_s; /* of this thread, at the end of the look before; NAN: this is the first */
    _Alignas(8) char buffer[8192];
};

void look_close(struct look *look) {
    if (look == NULL)
        return;
    descendants_close(&look->descendants);
    task_files_close(&look->files);
    close(look->proc);
    free(look);
}

void look_begin(struct look *look, struct place_mask *mask) {
    /* In a run the period only grows: a shorter one would give the looks after it less weight. */
    if (look->period_ns > PERIOD_LEAST_NS &&
        look->mean_s < SHORTER_SHARE * COST_SHARE * (double)look->period_ns * 1e-9)
        look->period_ns /= 2;
    look->mask = mask;
    look->runs++;
    look->cpu_before_s = NAN;
    descendants_note(&look->descendants, look->proc);
    task_files_close(&look->files);
    for (int i = 0; i <= WATCH_RUNNABLE_MAX; i++)
        look->looks[i] = 0;
    look->beyond = 0;
    look->name_count = 0;
    look->stray[0] = '\0';
}

static double phase_of(const struct look *look) {
    return fmod((double)look->runs * PHASE_STEP, 1);
}

int64_t look_first_ns(const struct look *look) {
    return (int64_t)(phase_of(look) * (double)look->period_ns);
}

int64_t look_period_ns(const struct look *look) {
    return look->period_ns;
}

/* The last name stands for all those that there is no room for. */
static struct look_name *find_name(struct look *look, const char *text) {
    for (uint32_t i = 0; i < look->name_count; i++)
        if (strcmp(look->names[i].name, text) == 0)
            return &look->names[i];
    if (look->name_count == WATCH_THREADS_MAX)
        return &look->names[WATCH_THREADS_MAX - 1];
    struct look_name *name = &look->names[look->name_count++];
    memset(name, 0, sizeof *name);
    bool is_last = look->name_count == WATCH_THREADS_MAX;
    snprintf(name->name, sizeof name->name, "%s", is_last ? "..." : text);
    return name;
}

/* What one look counts. */
struct glimpse {
    unsigned alive, runnable;
};

static void see_thread(struct look *look, int tasks, const char *thread, struct glimpse *glimpse) {
    struct task_stat stat;
    if (!task_files_read(&look->files, tasks, thread, &stat) || stat.state == 'Z' ||
        stat.state == 'X')
        return;
    struct look_name *name = find_name(look, stat.name);
    glimpse->alive++;
    name->now++;
    if (stat.pu >= 0 && stat.pu < PUS_MAX)
        name->pus[stat.pu / 64] |= UINT64_C(1) << stat.pu % 64;
    if (stat.state == 'R') {
        glimpse->runnable++;
        name->runnable++;
    }
    if (look->mask != NULL && look->stray[0] == '\0' &&
        place_mask_holds(look->mask, (pid_t)strtol(thread, NULL, 10)) == 0)
        snprintf(look->stray, sizeof look->stray, "%s", stat.name);
}

/* False: it has gone. */
static bool see_process(struct look *look, int tasks, struct glimpse *glimpse) {
    const unsigned alive = glimpse->alive;
    ssize_t bytes;
    lseek(tasks, 0, SEEK_SET);
    while ((bytes = getdents64(tasks, look->buffer, sizeof look->buffer)) > 0) {
        for (ssize_t at = 0; at < bytes;) {
            const struct dirent64 *entry = (const void *)(look->buffer + at);
            if (entry->d_name[0] != '.')
                see_thread(look, tasks, entry->d_name, glimpse);
            at += entry->d_reclen;
        }
    }
    return glimpse->alive > alive;
}

static double thread_cpu_s(void) {
    struct timespec used;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return (double)used.tv_sec + (double)used.tv_nsec * 1e-9;
}

static void double_period(struct look *look) {
    look->period_ns *= 2;
    for (int i = 0; i <= WATCH_RUNNABLE_MAX; i++)
        look->looks[i] /= 2;
    for (uint32_t i = 0; i < look->name_count; i++)
        look->names[i].runnable /= 2;
    look->beyond /= 2;
}

void look_leave_out(struct look *look, double cpu_s) {
    look->cpu_before_s += cpu_s; /* NAN stays */
}

/* With the waking, where there was a look before in this run. The dearest of some is left out: its
 * time may be one that the host took for itself. */
static void note_cost(struct look *look, double begin_s) {
    double end_s = thread_cpu_s();
    double cost_s = end_s - (isnan(look->cpu_before_s) ? begin_s : look->cpu_before_s);
    look->cpu_before_s = end_s;
    look->cost_s += cost_s;
    look->dearest_s = fmax(look->dearest_s, cost_s);
    if (++look->costed < COST_LOOKS)
        return;
    look->mean_s = (look->cost_s - look->dearest_s) / (COST_LOOKS - 1);
    while (look->mean_s > COST_SHARE * (double)look->period_ns * 1e-9)
        double_period(look);
    look->cost_s = look->dearest_s = look->costed = 0;
}

/* False: the program has gone. */
static bool see_all(struct look *look, pid_t program, struct glimpse *glimpse) {
    struct descendants *descendants = &look->descendants;
    if (descendants->program != program)
        descendants_begin(descendants, look->proc, program);
    if (descendants->count == 0 || !see_process(look, descendants->processes[0].tasks, glimpse))
        return false;
    descendants_update(descendants, look->proc);
    for (size_t i = descendants->count; --i > 0;)
        if (!see_process(look, descendants->processes[i].tasks, glimpse))
            descendants_drop(descendants, i);
    task_files_sweep(&look->files);
    return true;
}

void look_take(struct look *look, pid_t program) {
    double begin_s = thread_cpu_s();
    struct glimpse glimpse = {0};
    for (uint32_t i = 0; i < look->name_count; i++)
        look->names[i].now = 0;
    if (!see_all(look, program, &glimpse))
        return;
    const bool fits = glimpse.runnable <= WATCH_RUNNABLE_MAX;
    look->looks[fits ? glimpse.runnable : WATCH_RUNNABLE_MAX]++;
    look->beyond += fits ? 0 : glimpse.runnable - WATCH_RUNNABLE_MAX;
    for (uint32_t i = 0; i < look->name_count; i++)
        if (look->names[i].now > look->names[i].most)
            look->names[i].most = look->names[i].now;
    note_cost(look, begin_s);
}

int look_open(const char *root, struct look **ret_look, struct fault *fault) {
    const char *path = root == NULL ? "/proc" : root;
    struct look *look = calloc(1, sizeof *look);
    if (look == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot look at a program's threads");
    look->period_ns = PERIOD_LEAST_NS;
    look->mean_s = NAN;
    look->proc = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (look->proc < 0) {
        int error = errno;
        free(look);
        return fault_set(fault, FAULT_SYSTEM, error,
                         "cannot look at a program's threads in %s; is it mounted?", path);
    }
    /* The first one meets memory that was never touched: 250 us in place of 25. */
    look_begin(look, NULL);
    look_take(look, getpid());
    look_begin(look, NULL);
    look->cost_s = look->dearest_s = look->costed = 0;
    look->runs = 0;
    *ret_look = look;
    return 0;
}

static bool is_set(const uint64_t *pus, int pu) {
    return pu < PUS_MAX && (pus[pu / 64] >> pu % 64 & 1) != 0;
}

/* "0-3,8"; ends with ",..." after its last whole entry where it does not fit. */
static void list_pus(const uint64_t *pus, char text[WATCH_PUS_BYTES]) {
    static const char more[] = ",...";
    size_t length = 0;
    text[0] = '\0';
    for (int first = 0, last; first < PUS_MAX; first = last + 1) {
        last = first;
        if (!is_set(pus, first))
            continue;
        while (is_set(pus, last + 1))
            last++;
        char entry[32];
        const char *comma = length > 0 ? "," : "";
        int bytes = last > first ? snprintf(entry, sizeof entry, "%s%d-%d", comma, first, last)
                                 : snprintf(entry, sizeof entry, "%s%d", comma, first);
        /* Room is kept for what says that there is more. */
        const char *shown = length + (size_t)bytes + sizeof more <= WATCH_PUS_BYTES ? entry : more;
        snprintf(text + length, WATCH_PUS_BYTES - length, "%s", shown);
        length += strlen(shown);
        if (shown == more)
            return;
    }
}

/* Fills ret_watch->looks so that their sum is the looks' own, rounded once: the phase, which is
 * another one in each run, is where it is rounded up. Whole counts stay as they are. */
static void round_looks(const struct look *look, struct watch *ret_watch) {
    double passed = phase_of(look);
    for (int i = 0; i <= WATCH_RUNNABLE_MAX; i++) {
        double before = floor(passed);
        passed += look->looks[i];
        ret_watch->looks[i] = (uint32_t)(floor(passed) - before);
    }
}

struct look_sum look_end(const struct look *look, struct watch *ret_watch) {
    struct look_sum sum = {.runnable = look->beyond};
    *ret_watch = (struct watch){.thread_count = look->name_count};
    round_looks(look, ret_watch);
    sum.looks_one = ret_watch->looks[1];
    for (int i = 0; i <= WATCH_RUNNABLE_MAX; i++) {
        sum.looks += ret_watch->looks[i];
        sum.runnable += (double)ret_watch->looks[i] * i;
    }
    for (uint32_t i = 0; i < look->name_count; i++) {
        const struct look_name *name = &look->names[i];
        struct watch_thread *thread = &ret_watch->threads[i];
        snprintf(thread->name, sizeof thread->name, "%s", name->name);
        thread->most = name->most;
        thread->runnable = (uint32_t)floor(name->runnable + phase_of(look));
        list_pus(name->pus, thread->pus);
    }
    sum.stray = look->stray[0] == '\0' ? NULL : look->stray;
    return sum;
}
