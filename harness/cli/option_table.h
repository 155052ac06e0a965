/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The parts of the table that have files of their own, and what its rows are written with. */
#ifndef AMDAHL_OPTION_TABLE_H
#define AMDAHL_OPTION_TABLE_H

#include "cli/command.h"
#include "cli/option.h"

#include <stddef.h>

#define FIELD(name) offsetof(struct options, name)
#define OF(name) (1u << COMMAND_##name)

enum {
    OF_TEAMS = OF(SWEEP) | OF(SELFTEST), /* that run workloads on workers of their own */
    OF_MEASURING = OF_TEAMS | OF(EXEC),
    OF_EXPORTING = OF(SWEEP) | OF(EXEC) | OF(SUMMARY),
    OF_PLACING = OF_MEASURING | OF(TOPOLOGY) | OF(DOCTOR),
    OF_ALL = (1u << COMMAND_COUNT) - 1,
};

/* Each gives its rows and their number. */
const struct option_spec *option_table_output(size_t *ret_count);
const struct option_spec *option_table_exec(size_t *ret_count);
const struct option_spec *option_table_laws(size_t *ret_count);

#endif
