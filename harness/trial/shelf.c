/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "trial/shelf.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Half of the 1024 files that a process may usually have; open() gives the lowest number free. */
enum { SHELF_FIRST_FILE = 512 };

int shelf_move_file(int file) {
    int moved = fcntl(file, F_DUPFD_CLOEXEC, SHELF_FIRST_FILE);
    if (moved < 0) {
        fcntl(file, F_SETFD, FD_CLOEXEC);
        return file;
    }
    close(file);
    return moved;
}

int shelf_open(int file, struct shelf *ret_shelf) {
    struct stat status;
    if (fstat(file, &status) != 0)
        return -1;
    void *area = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, file, 0);
    if (area == MAP_FAILED)
        return -1;
    *ret_shelf = (struct shelf){area, file};
    return 0;
}

int shelf_unlock(const struct shelf *shelf, struct area **ret_area, struct fault *fault) {
    void *area = mmap(NULL, shelf->area->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, shelf->file, 0);
    if (area == MAP_FAILED)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot share memory with the conductor");
    *ret_area = area;
    return 0;
}

int shelf_put(const struct shelf *shelf, size_t offset, const void *content, size_t bytes,
              struct fault *fault) {
    ssize_t put;
    while ((put = pwrite(shelf->file, content, bytes, (off_t)offset)) < 0 && errno == EINTR) {
    }
    if (put == (ssize_t)bytes)
        return 0;
    return fault_set(fault, FAULT_WORKLOAD, put < 0 ? errno : 0,
                     "closed a file of the measuring process: what it measured cannot be kept");
}

int shelf_put_taken(const struct shelf *shelf, uint32_t taken, struct fault *fault) {
    return shelf_put(shelf, offsetof(struct area, taken), &taken, sizeof taken, fault);
}

int shelf_put_step(const struct shelf *shelf, uint32_t index, const struct area_step *step,
                   const struct worker_span *spans, struct fault *fault) {
    size_t sample_offset =
        offsetof(struct area, steps) + index * sizeof *step + offsetof(struct area_step, sample);
    size_t span_offset = shelf->area->span_offset + step->first_span * sizeof *spans;
    int status = shelf_put(shelf, span_offset, spans, step->sample.n * sizeof *spans, fault);
    return status != 0 ? status
                       : shelf_put(shelf, sample_offset, &step->sample, sizeof step->sample, fault);
}
