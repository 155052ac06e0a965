/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/decimal.h"
#include "record/table.h"
#include "wire/sample.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const role_names[] = {
    [SAMPLE_ASKED] = "asked",       [SAMPLE_ANCHOR] = "anchor",   [SAMPLE_WARMUP] = "warmup",
    [SAMPLE_SENTINEL] = "sentinel", [SAMPLE_COUNTED] = "counted", [SAMPLE_BEST] = "best",
};
enum { ROLE_COUNT = sizeof role_names / sizeof role_names[0] };

static size_t write_role(const struct column *column, const void *row, char *text) {
    (void)column;
    const struct sample *sample = row;
    return cell_write_text(text, role_names[sample->role]);
}

static bool read_role(const struct column *column, const char *text, void *row) {
    (void)column;
    struct sample *sample = row;
    for (int role = 0; role < ROLE_COUNT; role++) {
        if (strcmp(text, role_names[role]) == 0) {
            sample->role = (enum sample_role)role;
            return true;
        }
    }
    return false;
}

static const struct cell_form cell_role = {write_role, read_role,
                                           "asked, anchor, warmup, sentinel, counted or best"};

static size_t write_valid(const struct column *column, const void *row, char *text) {
    (void)column;
    const struct sample *sample = row;
    text[0] = sample->validity == SAMPLE_VALID ? '1' : '0';
    return 1;
}

/* `valid` and `cause` may stand in any order: each can only lower the trust that the other leaves.
 */
static void distrust(struct sample *sample, enum sample_validity validity) {
    if (validity > sample->validity)
        sample->validity = validity;
}

static bool read_valid(const struct column *column, const char *text, void *row) {
    (void)column;
    if ((text[0] != '0' && text[0] != '1') || text[1] != '\0')
        return false;
    if (text[0] == '0')
        distrust(row, SAMPLE_DISTURBED);
    return true;
}

static const struct cell_form cell_valid = {write_valid, read_valid, "0 or 1"};

static const char disturbed_prefix[] = "disturbed: ", broken_prefix[] = "broken: ";

static const char *validity_prefix(enum sample_validity validity) {
    switch (validity) {
    case SAMPLE_VALID:
        return "";
    case SAMPLE_DISTURBED:
        return disturbed_prefix;
    case SAMPLE_BROKEN:
        return broken_prefix;
    }
    return "";
}

static size_t write_cause(const struct column *column, const void *row, char *text) {
    (void)column;
    const struct sample *sample = row;
    char cause[WIRE_CAUSE_BYTES + sizeof disturbed_prefix];
    snprintf(cause, sizeof cause, "%s%s", validity_prefix(sample->validity), sample->cause);
    return cell_write_text(text, cause);
}

static const char *after_prefix(const char *text, const char *prefix) {
    size_t length = strlen(prefix);
    return strncmp(text, prefix, length) == 0 ? text + length : NULL;
}

static bool read_cause(const struct column *column, const char *text, void *row) {
    struct sample *sample = row;
    const char *disturbed = after_prefix(text, disturbed_prefix),
               *broken = after_prefix(text, broken_prefix);
    if (disturbed != NULL)
        distrust(sample, SAMPLE_DISTURBED);
    if (broken != NULL)
        distrust(sample, SAMPLE_BROKEN);
    return cell_text.read(column,
                          disturbed != NULL ? disturbed
                          : broken != NULL  ? broken
                                            : text,
                          row);
}

static const struct cell_form cell_cause = {write_cause, read_cause, "a text short enough"};

enum { DIGEST_DIGITS = 16 };

static size_t write_digest(const struct column *column, const void *row, char *text) {
    (void)column;
    const struct sample *sample = row;
    if (!sample->has_digest)
        return 0;
    char digits[DIGEST_DIGITS + 1];
    snprintf(digits, sizeof digits, "%016" PRIx64, sample->digest);
    memcpy(text, digits, DIGEST_DIGITS);
    return DIGEST_DIGITS;
}

static bool read_digest(const struct column *column, const char *text, void *row) {
    (void)column;
    struct sample *sample = row;
    if (text[0] == '\0')
        return true;
    if (strlen(text) != DIGEST_DIGITS || strspn(text, "0123456789abcdef") != DIGEST_DIGITS)
        return false;
    sample->digest = strtoull(text, NULL, 16);
    sample->has_digest = true;
    return true;
}

static const struct cell_form cell_digest = {write_digest, read_digest,
                                             "16 hexadecimal digits or empty"};

static const struct column columns[] = {
    COLUMN("sample", struct sample, id, cell_long),
    COLUMN("base_id", struct sample, base_id, cell_long_or_none),
    COLUMN("epoch", struct sample, epoch, cell_count),
    COLUMN("round", struct sample, round, cell_count),
    COLUMN("position", struct sample, position, cell_count),
    COLUMN("role", struct sample, role, cell_role),
    COLUMN("workload", struct sample, series.workload, cell_text),
    COLUMN("params", struct sample, series.params, cell_text),
    COLUMN("engine", struct sample, series.engine, cell_text),
    COLUMN("scaling", struct sample, series.scaling, cell_text),
    COLUMN("place", struct sample, series.place, cell_text),
    COLUMN("idle", struct sample, series.idle, cell_text),
    COLUMN("p", struct sample, p, cell_real),
    COLUMN("p_work", struct sample, p_work, cell_real),
    COLUMN("n", struct sample, n, cell_count),
    COLUMN("tasks", struct sample, tasks, cell_count_or_none),
    COLUMN("oversubscribed", struct sample, oversubscribed, cell_flag),
    COLUMN("units", struct sample, units, cell_long),
    COLUMN("start_s", struct sample, start_s, cell_real),
    COLUMN("time_s", struct sample, time_s, cell_real),
    COLUMN("serial_s", struct sample, serial_s, cell_real),
    COLUMN("parallel_s", struct sample, parallel_s, cell_real),
    COLUMN("fork_s", struct sample, fork_s, cell_real),
    COLUMN("join_s", struct sample, join_s, cell_real),
    COLUMN("valid", struct sample, validity, cell_valid),
    COLUMN("cause", struct sample, cause, cell_cause),
    COLUMN("digest", struct sample, digest, cell_digest),
    COLUMN("imbalance_s", struct sample, imbalance_s, cell_real),
    COLUMN("cpu_s", struct sample, cpu_s, cell_real),
    COLUMN("pus", struct sample, pus, cell_count_or_none),
    COLUMN_ADDED("p_basis", struct sample, p_basis, cell_text, "work"),
    COLUMN_ADDED("bytes", struct sample, bytes, cell_real, ""),
    COLUMN_ADDED("user_s", struct sample, user_s, cell_real, ""),
    COLUMN_ADDED("system_s", struct sample, system_s, cell_real, ""),
    COLUMN_ADDED("looks", struct sample, looks, cell_real, ""),
    COLUMN_ADDED("looks_one", struct sample, looks_one, cell_real, ""),
    COLUMN_ADDED("looks_runnable", struct sample, looks_runnable, cell_real, ""),
    COLUMN_ADDED("watch_s", struct sample, watch_s, cell_real, ""),
    COLUMN_ADDED("wait_s", struct sample, wait_s, cell_real, ""),
    COLUMN_ADDED("descheduled_s", struct sample, descheduled_s, cell_real, ""),
    COLUMN_ADDED("serial_delay_s", struct sample, serial_delay_s, cell_real, ""),
    COLUMN_ADDED("busy_max_s", struct sample, busy_max_s, cell_real, ""),
    COLUMN_ADDED("chain_s", struct sample, chain_s, cell_real, ""),
    COLUMN_ADDED("fault_s", struct sample, fault_s, cell_real, ""),
    COLUMN_ADDED("switches", struct sample, switches, cell_real, ""),
    COLUMN_ADDED("migrations", struct sample, migrations, cell_real, ""),
    COLUMN_ADDED("cycles", struct sample, cycles, cell_real, ""),
    COLUMN_ADDED("instructions", struct sample, instructions, cell_real, ""),
    COLUMN_ADDED("wait_lock_s", struct sample, wait_lock_s, cell_real, ""),
    COLUMN_ADDED("wait_channel_s", struct sample, wait_channel_s, cell_real, ""),
    COLUMN_ADDED("wait_queue_s", struct sample, wait_queue_s, cell_real, ""),
    COLUMN_ADDED("wait_io_s", struct sample, wait_io_s, cell_real, ""),
    COLUMN_ADDED("unit_wait_s", struct sample, unit_wait_s, cell_real, ""),
};

const struct table table_samples = {"samples.csv", columns, sizeof columns / sizeof columns[0],
                                    sizeof(struct sample)};
