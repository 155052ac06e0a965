/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* How often a quota stopped this process: "nr_throttled" in the cpu.stat of each cgroup above that
 * has a quota, in both versions of cgroups (the kernel's sched-bwc.rst and cgroup-v2.rst). */
#include "place/cgroup.h"
#include "place/place.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct throttle_file {
    int descriptor;
    uint64_t count; /* as last read */
};

struct place_throttle {
    size_t file_count;
    struct throttle_file *files;
};

/* A cgroup that was removed answers ENODEV; what it had counted stands. */
static void read_count(struct throttle_file *file) {
    static const char key[] = "nr_throttled ";
    char text[1024];
    ssize_t bytes = pread(file->descriptor, text, sizeof text - 1, 0);
    if (bytes <= 0)
        return;
    text[bytes] = '\0';
    const char *at = strstr(text, key);
    if (at != NULL)
        file->count = strtoull(at + sizeof key - 1, NULL, 10);
}

/* A quota whose cpu.stat cannot be read (gone meanwhile) is passed over. */
static int add_file(const struct cgroup_quota *quota, void *context) {
    struct place_throttle *throttle = context;
    char path[3 * PATH_MAX];
    int used = snprintf(path, sizeof path, "%s/%s/cpu.stat", quota->root, quota->directory);
    if (used < 0 || (size_t)used >= sizeof path)
        return 0;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return 0;
    struct throttle_file *files =
        realloc(throttle->files, (throttle->file_count + 1) * sizeof *files);
    if (files == NULL) {
        close(descriptor);
        return ENOMEM;
    }
    throttle->files = files;
    files[throttle->file_count] = (struct throttle_file){.descriptor = descriptor};
    read_count(&files[throttle->file_count++]);
    return 0;
}

int place_throttle_open(const char *root, struct place_throttle **ret_throttle,
                        struct fault *fault) {
    struct place_throttle *throttle = calloc(1, sizeof *throttle);
    int system_errno = throttle == NULL ? ENOMEM : 0;
    if (system_errno == 0)
        system_errno = cgroup_each_quota(root != NULL ? root : "/", add_file, throttle);
    if (system_errno != 0) {
        place_throttle_close(throttle);
        return fault_set(fault, FAULT_SYSTEM, system_errno,
                         "cannot watch how often the CPU quota stops this process");
    }
    if (throttle->file_count == 0) {
        place_throttle_close(throttle);
        throttle = NULL;
    }
    *ret_throttle = throttle;
    return 0;
}

uint64_t place_throttle_count(struct place_throttle *throttle) {
    uint64_t sum = 0;
    for (size_t i = 0; throttle != NULL && i < throttle->file_count; i++) {
        read_count(&throttle->files[i]);
        sum += throttle->files[i].count;
    }
    return sum;
}

void place_throttle_close(struct place_throttle *throttle) {
    if (throttle == NULL)
        return;
    for (size_t i = 0; i < throttle->file_count; i++)
        close(throttle->files[i].descriptor);
    free(throttle->files);
    free(throttle);
}
