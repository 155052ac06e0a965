/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A word that a thread sleeps on. */
#ifndef AMDAHL_SLEEP_WORD_H
#define AMDAHL_SLEEP_WORD_H

#include <stdatomic.h>
#include <stdint.h>

/* Sleeps while the word has the value, until it is woken or until `until_ns` of CLOCK_MONOTONIC;
 * INT64_MAX: without end. May return for no reason. */
void sleep_word_wait(_Atomic uint32_t *word, uint32_t value, int64_t until_ns);
void sleep_word_wake(_Atomic uint32_t *word);

#endif
