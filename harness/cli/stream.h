/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Output streams: whether all that was printed arrived, and text wrapped to a width. */
#ifndef AMDAHL_STREAM_H
#define AMDAHL_STREAM_H

#include "fault/fault.h"

#include <stdio.h>

/* Flushes, and gives a FAULT_SYSTEM if anything that was printed since the stream was opened did
 * not arrive, as on a full disk. */
int stream_finish(FILE *stream, struct fault *fault);

/* Prints words with line breaks so that no line is longer than `columns`, but for a single longer
 * word; each line but the first begins with `indent` blanks, the first is taken to stand at column
 * `indent` already. Ends with a newline. */
void stream_wrap(FILE *stream, const char *text, unsigned indent, unsigned columns);

#endif
