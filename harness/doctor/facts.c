/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "doctor/facts.h"

#include "record/cpu_list.h"
#include "record/kernel_text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

static int compare_pus(const void *left, const void *right) {
    const struct doctor_cpu *a = left, *b = right;
    return (a->pu > b->pu) - (a->pu < b->pu);
}

static void read_cpu(const struct doctor_facts_spec *spec, struct doctor_cpu *cpu) {
    const struct machine_settings *settings = &spec->machine->settings;
    const struct doctor_load *own = doctor_look_find(spec->look, cpu->pu);
    char path[80];
    snprintf(path, sizeof path, "sys/devices/system/cpu/cpu%u/cpufreq/scaling_governor", cpu->pu);
    kernel_text_line(spec->root, path, cpu->governor, sizeof cpu->governor);
    cpu->isolated = cpu_list_holds(settings->isolated, cpu->pu);
    cpu->tickless = cpu_list_holds(settings->tickless, cpu->pu);
    cpu->busy = cpu->steal = NAN;
    for (size_t i = 0; own != NULL && i < spec->look->count; i++) {
        const struct doctor_load *load = &spec->look->loads[i];
        if (load->core != own->core)
            continue;
        cpu->busy = fmax(cpu->busy, load->busy); /* passes over NAN */
        cpu->steal = fmax(cpu->steal, load->steal);
        for (size_t j = 0; j < spec->pu_count && load != own; j++)
            cpu->shares_core = cpu->shares_core || spec->pus[j] == load->pu;
    }
}

static void count_allowed(const char *root, struct doctor_facts *facts) {
    /* Longer than what run.json keeps: a list of every second PU of a thousand. */
    char online[4096], allowed[4096];
    kernel_text_line(root, "sys/devices/system/cpu/online", online, sizeof online);
    kernel_text_value(root, "proc/self/status", "Cpus_allowed_list", allowed, sizeof allowed);
    facts->online = cpu_list_count(online);
    facts->allowed = cpu_list_count_both(online, allowed);
    snprintf(facts->allowed_list, sizeof facts->allowed_list, "%.*s",
             (int)sizeof facts->allowed_list - 1, allowed);
}

int doctor_facts_read(const struct doctor_facts_spec *spec, struct doctor_facts *ret_facts,
                      struct fault *fault) {
    struct doctor_facts facts = {.machine = spec->machine,
                                 .swapped_pages = spec->look->swapped_pages};
    facts.cpus = calloc(spec->pu_count + 1, sizeof *facts.cpus);
    if (facts.cpus == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "no memory for the facts of the cores");
    for (size_t i = 0; i < spec->pu_count; i++)
        facts.cpus[i].pu = spec->pus[i];
    qsort(facts.cpus, spec->pu_count, sizeof *facts.cpus, compare_pus);
    for (size_t i = 0; i < spec->pu_count; i++) {
        if (i > 0 && facts.cpus[i].pu == facts.cpus[facts.count - 1].pu)
            continue;
        facts.cpus[facts.count] = facts.cpus[i];
        read_cpu(spec, &facts.cpus[facts.count]);
        facts.was_watched = facts.was_watched || !isnan(facts.cpus[facts.count].busy);
        facts.count++;
    }
    count_allowed(spec->root, &facts);
    *ret_facts = facts;
    return 0;
}

void doctor_facts_release(struct doctor_facts *facts) {
    free(facts->cpus);
    *facts = (struct doctor_facts){.cpus = NULL};
}
