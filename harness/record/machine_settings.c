/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/machine_settings.h"

#include "record/cpu_list.h"
#include "record/kernel_text.h"

#include <dirent.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CPU_DIRECTORY "sys/devices/system/cpu"

/* A list that has a file in newer kernels, else from the kernel's command line: "KEY=flags,list".
 */
static void read_cpu_list(const char *root, const char *file, const char *key, char *text,
                          size_t bytes) {
    char path[64], command[4096];
    snprintf(path, sizeof path, CPU_DIRECTORY "/%s", file);
    if (kernel_text_line(root, path, text, bytes)) {
        if (cpu_list_count(text) == 0) /* "(null)", as some kernels say for none */
            text[0] = '\0';
        return;
    }
    kernel_text_line(root, "proc/cmdline", command, sizeof command);
    size_t length = strlen(key);
    for (const char *word = command; *word != '\0';) {
        size_t end = strcspn(word, " ");
        if (end > length && strncmp(word, key, length) == 0 && word[length] == '=')
            snprintf(text, bytes, "%.*s", (int)(end - length - 1), word + length + 1);
        word += end;
        word += strspn(word, " ");
    }
    size_t flags = strcspn(text, "0123456789");
    memmove(text, text + flags, strlen(text + flags) + 1);
}

/* The deepest state of the first CPU that is not turned off; cpupower turns off those of all. */
static void read_idle_states(const char *root, struct machine_settings *settings) {
    char path[128], text[32];
    kernel_text_line(root, CPU_DIRECTORY "/cpuidle/current_driver", settings->idle_driver,
                     sizeof settings->idle_driver);
    for (int state = 0;; state++) {
        snprintf(path, sizeof path, CPU_DIRECTORY "/cpu0/cpuidle/state%d/latency", state);
        if (!kernel_text_line(root, path, text, sizeof text))
            break;
        double exit_s = strtod(text, NULL) * 1e-6; /* us there: the kernel's cpuidle.rst */
        snprintf(path, sizeof path, CPU_DIRECTORY "/cpu0/cpuidle/state%d/disable", state);
        if (!kernel_text_line(root, path, text, sizeof text) || strcmp(text, "0") == 0)
            settings->idle_exit_s = fmax(settings->idle_exit_s, exit_s); /* passes over NAN */
    }
}

/* The word in brackets of "always [madvise] never". */
static void read_huge_pages(const char *root, struct machine_settings *settings) {
    char text[64];
    kernel_text_line(root, "sys/kernel/mm/transparent_hugepage/enabled", text, sizeof text);
    const char *open = strchr(text, '[');
    if (open != NULL)
        snprintf(settings->huge_pages, sizeof settings->huge_pages, "%.*s",
                 (int)strcspn(open + 1, "]"), open + 1);
}

/* ADDR_NO_RANDOMIZE of personality(2): set by `setarch -R` and by debuggers. */
enum { NO_RANDOMIZE = 0x0040000 };

static void read_address_layout(const char *root, struct machine_settings *settings) {
    char text[32];
    const char *word = "";
    if (kernel_text_line(root, "proc/sys/kernel/randomize_va_space", text, sizeof text))
        word = text[0] == '0' ? "fixed" : text[0] == '1' ? "drawn but for the heap" : "drawn";
    if (kernel_text_line(root, "proc/self/personality", text, sizeof text) &&
        (strtoul(text, NULL, 16) & NO_RANDOMIZE) != 0)
        word = "fixed for this process";
    snprintf(settings->address_layout, sizeof settings->address_layout, "%s", word);
}

/* "cpu" on x86, "cpu_core" where there are several kinds of core, "armv8_pmuv3_0". */
static bool is_core_counter(const char *name) {
    return strcmp(name, "cpu") == 0 || strcmp(name, "cpu_core") == 0 ||
           strncmp(name, "armv", 4) == 0;
}

static void read_counters(const char *root, struct machine_settings *settings) {
    char path[PATH_MAX], text[32];
    snprintf(path, sizeof path, "%s/sys/bus/event_source/devices", root);
    DIR *directory = opendir(path);
    for (struct dirent *entry; directory != NULL && (entry = readdir(directory)) != NULL;)
        settings->has_counters = settings->has_counters || is_core_counter(entry->d_name);
    if (directory != NULL)
        closedir(directory);
    kernel_text_line(root, "proc/sys/kernel/perf_event_paranoid", settings->perf_paranoid,
                     sizeof settings->perf_paranoid);
    if (kernel_text_value(root, "proc/self/status", "CapEff", text, sizeof text))
        settings->capabilities = strtoull(text, NULL, 16);
}

void machine_read_settings(const char *root, struct machine *machine) {
    struct machine_settings *settings = &machine->settings;
    char nodes[256];
    settings->idle_exit_s = NAN;
    read_cpu_list(root, "isolated", "isolcpus", settings->isolated, sizeof settings->isolated);
    read_cpu_list(root, "nohz_full", "nohz_full", settings->tickless, sizeof settings->tickless);
    read_idle_states(root, settings);
    read_huge_pages(root, settings);
    read_address_layout(root, settings);
    read_counters(root, settings);
    kernel_text_line(root, "proc/sys/kernel/numa_balancing", settings->numa_balancing,
                     sizeof settings->numa_balancing);
    kernel_text_line(root, "sys/devices/system/node/online", nodes, sizeof nodes);
    settings->numa_nodes = (unsigned)cpu_list_count(nodes);
}
