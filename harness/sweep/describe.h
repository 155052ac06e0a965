/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a library says of its workload, asked in a process of its own: loading one runs its code,
 * and a conductor runs none but its own. */
#ifndef AMDAHL_DESCRIBE_H
#define AMDAHL_DESCRIBE_H

#include "fault/fault.h"
#include "sweep/interrupt.h"
#include "wire/card.h"

/* The card of the workload in the library at `path`, an absolute path. `shown` is what messages
 * call the file. Faults, whole sentences: as plugin_open, for what is wrong with the file;
 * FAULT_WORKLOAD where loading it crashed or took more than 10 s; FAULT_SYSTEM where there was no
 * process to try it in, or two signals came. */
int sweep_describe_plugin(const char *path, const char *shown, struct interrupt *interrupt,
                          struct workload_card *ret_card, struct fault *fault);

#endif
