/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The part of machine_read about how the kernel is set; for machine.c only. */
#ifndef AMDAHL_RECORD_MACHINE_SETTINGS_H
#define AMDAHL_RECORD_MACHINE_SETTINGS_H

#include "record/machine.h"

/* Fills machine->settings from below `root`; what cannot be read is left unknown. */
void machine_read_settings(const char *root, struct machine *machine);

#endif
