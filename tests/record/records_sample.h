/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Made-up samples and run directories for the tests of record/. */
#ifndef AMDAHL_RECORDS_SAMPLE_H
#define AMDAHL_RECORDS_SAMPLE_H

#include "wire/sample.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Deterministic, and full of values that need all 17 digits. */
static inline struct sample records_sample(uint64_t id) {
    double wobble = sin((double)id);
    return (struct sample){
        .id = id,
        .base_id = id > 1 ? id - 1 : 0,
        .epoch = (uint32_t)(id / 1000),
        .round = (uint32_t)(id / 14),
        .position = (uint32_t)(id % 14),
        .role = SAMPLE_ASKED,
        .series = {"spin", "", "threads", "strong", "spread", "block"},
        .p = 0.95,
        .p_work = 0.95 + wobble * 1e-4,
        .n = (uint32_t)(id % 2 + 1),
        .units = 123456,
        .start_s = (double)(id * 5012345) / 1e9,
        .time_s = 5012345 / 1e9,
        .serial_s = 0.00025 + wobble * 1e-6,
        .parallel_s = 0.0047 + wobble * 1e-5,
        .fork_s = 1.1e-7 + wobble * 1e-8,
        .imbalance_s = 2e-6 + wobble * 1e-7,
        .join_s = 9e-8 + wobble * 1e-9,
        .wait_s = 3e-7 + wobble * 1e-8,
        .descheduled_s = 4e-7 + wobble * 1e-8,
        .serial_delay_s = 5e-8 + wobble * 1e-9,
        .busy_max_s = 0.0046 + wobble * 1e-5,
        .chain_s = 1e-5 + wobble * 1e-7,
        .fault_s = NAN,
        .switches = 3,
        .migrations = 0,
        .cycles = NAN,
        .instructions = NAN,
        .cpu_s = 0.005 + wobble * 1e-6,
        .digest = 0x0123456789abcdefu + id,
        .has_digest = true,
        .pus = 64,
        .p_basis = "work",
        .bytes = NAN,
        .user_s = NAN,
        .system_s = NAN,
        .looks = NAN,
        .looks_one = NAN,
        .looks_runnable = NAN,
        .watch_s = NAN,
    };
}

static inline struct worker_span records_span(uint64_t sample, uint32_t worker) {
    double wobble = sin((double)sample + worker);
    return (struct worker_span){
        .sample = sample,
        .worker = worker,
        .pu_asked = (int32_t)worker,
        .pu_seen = (int32_t)worker,
        .start_s = (double)(sample * 5012345) / 1e9,
        .end_s = (double)(sample * 5012345 + 4712345) / 1e9,
        .run_delay_s = 0,
        .wait_s = NAN,
        .cpu_s = 0.005 + wobble * 1e-6,
        .switches = 1,
        .migrations = NAN,
        .faults = 17,
        .chain_s = 1e-5 + wobble * 1e-7,
    };
}

/* A new empty directory of which `path` of at least 64 bytes becomes the name; exits when there is
 * none. */
static inline void records_make_directory(char *path) {
    strcpy(path, "records-XXXXXX");
    if (mkdtemp(path) == NULL) {
        perror("mkdtemp");
        exit(99); /* meson: an error of the test's surroundings */
    }
}

static inline void records_remove(const char *directory) {
    static const char *const names[] = {
        "samples.csv",    "workers.csv",     "summary.csv",   "run.json",    "placement.csv",
        "benchmark.json", "differences.csv", "ledger.csv",    "threads.csv", "runnable.csv",
        "fits.csv",       "fit_curves.csv",  "fit_points.csv"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", directory, names[i]);
        unlink(path);
    }
    rmdir(directory);
}

/* The whole file as a text, or "" if there is none; the caller frees. */
static inline char *records_read_text(const char *directory, const char *name, size_t *ret_bytes) {
    char path[512], *text = NULL;
    size_t bytes = 0;
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "r"), *memory = open_memstream(&text, &bytes);
    for (int c; file != NULL && (c = fgetc(file)) != EOF;)
        fputc(c, memory);
    if (file != NULL)
        fclose(file);
    fclose(memory);
    if (ret_bytes != NULL)
        *ret_bytes = bytes;
    return text;
}

static inline void records_write_text(const char *directory, const char *name, const char *text,
                                      size_t bytes) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "w");
    if (file == NULL || fwrite(text, 1, bytes, file) != bytes || fclose(file) != 0) {
        perror(path);
        exit(99);
    }
}

#endif
