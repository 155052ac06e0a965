/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The value of one option: from text into its field, and what to say of one that does not fit. */
#ifndef AMDAHL_OPTION_VALUE_H
#define AMDAHL_OPTION_VALUE_H

#include "cli/option.h"

/* Longest part of a user's text that a message repeats. */
enum { OPTION_SHOWN_BYTES = 100 };

/* Puts the value into its field of *options; false if it is not one that the option takes. `value`
 * is borrowed; not looked at for a flag. */
bool option_store(const struct option_spec *spec, const char *value, struct options *options);

/* The FAULT_USAGE for a value that option_store did not take: option, value and range. */
int option_refuse(const struct option_spec *spec, const char *value, struct fault *fault);

#endif
