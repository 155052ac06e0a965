/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "doctor/look.h"

#include "record/cpu_ticks.h"
#include "record/kernel_text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>

static void wait_for(const struct doctor_watch *watch) {
    struct timespec left = {.tv_nsec = DOCTOR_WATCH_MS * 1000000L};
    if (watch->pause != NULL)
        watch->pause(watch->context);
    else
        while (nanosleep(&left, &left) != 0 && errno == EINTR)
            ;
}

/* Pages moved to and from swap since the machine was started. */
static uint64_t read_swapped(const char *root) {
    char in[32], out[32];
    kernel_text_value(root, "proc/vmstat", "pswpin", in, sizeof in);
    kernel_text_value(root, "proc/vmstat", "pswpout", out, sizeof out);
    return strtoull(in, NULL, 10) + strtoull(out, NULL, 10);
}

/* The list of a core's threads ascends, so its first number stands for the core. */
static unsigned read_core(const char *root, unsigned pu) {
    char path[80], text[64], *end = NULL;
    snprintf(path, sizeof path, "sys/devices/system/cpu/cpu%u/topology/thread_siblings_list", pu);
    kernel_text_line(root, path, text, sizeof text);
    unsigned long first = strtoul(text, &end, 10);
    return end == text ? pu : (unsigned)first;
}

/* An idle count may run backwards by a tick (proc(5)). */
static double growth(uint64_t before, uint64_t after) {
    return after > before ? (double)(after - before) : 0;
}

static struct doctor_load load_between(const struct cpu_ticks *before,
                                       const struct cpu_ticks *after) {
    double busy = growth(before->busy, after->busy), steal = growth(before->steal, after->steal);
    double all = busy + steal + growth(before->idle, after->idle);
    return (struct doctor_load){
        .pu = after->cpu, .busy = all > 0 ? busy / all : NAN, .steal = all > 0 ? steal / all : NAN};
}

/* PUs that came or went meanwhile are passed over. */
static int compare(const struct doctor_watch *watch, const struct cpu_ticks *before,
                   size_t before_count, const struct cpu_ticks *after, size_t after_count,
                   struct doctor_look *look, struct fault *fault) {
    look->loads = calloc(after_count + 1, sizeof *look->loads);
    if (look->loads == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "no memory for the load of the cores");
    for (size_t i = 0, j = 0; i < after_count; i++) {
        while (j < before_count && before[j].cpu < after[i].cpu)
            j++;
        if (j == before_count || before[j].cpu != after[i].cpu)
            continue;
        look->loads[look->count] = load_between(&before[j], &after[i]);
        look->loads[look->count++].core = read_core(watch->root, after[i].cpu);
    }
    return 0;
}

int doctor_look_take(const struct doctor_watch *watch, struct doctor_look *ret_look,
                     struct fault *fault) {
    struct cpu_ticks *before = NULL, *after = NULL;
    size_t before_count = 0, after_count = 0;
    struct doctor_look look = {.loads = NULL};
    int status = cpu_ticks_read(watch->root, &before, &before_count, fault);
    if (status == 0) {
        look.swapped_pages = read_swapped(watch->root);
        wait_for(watch);
        look.swapped_pages = read_swapped(watch->root) - look.swapped_pages;
        status = cpu_ticks_read(watch->root, &after, &after_count, fault);
    }
    if (status == 0)
        status = compare(watch, before, before_count, after, after_count, &look, fault);
    if (status == 0)
        *ret_look = look;
    free(before);
    free(after);
    return status;
}

void doctor_look_release(struct doctor_look *look) {
    free(look->loads);
    *look = (struct doctor_look){.loads = NULL};
}

const struct doctor_load *doctor_look_find(const struct doctor_look *look, unsigned pu) {
    for (size_t i = 0; i < look->count; i++)
        if (look->loads[i].pu == pu)
            return &look->loads[i];
    return NULL;
}

double doctor_look_core_share(const struct doctor_look *look, unsigned pu) {
    const struct doctor_load *own = doctor_look_find(look, pu);
    double share = NAN;
    for (size_t i = 0; own != NULL && i < look->count; i++)
        if (look->loads[i].core == own->core) /* fmax passes over NAN */
            share = fmax(share, look->loads[i].busy + look->loads[i].steal);
    return share;
}
