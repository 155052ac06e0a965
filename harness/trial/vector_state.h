/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The vector registers' upper halves, which a kernel or a hypervisor may leave marked as in use
 * when it gives a thread that slept its registers back. Code without AVX must then merge them in
 * every operation, until an instruction clears them: the same product of matrices took 1.35 times
 * as long on workers that had slept, and on no others (docs/measured.md). */
#ifndef AMDAHL_VECTOR_STATE_H
#define AMDAHL_VECTOR_STATE_H

/* Clears them on the calling thread. The calling convention leaves them to the callee
 * (System V ABI, AMD64 supplement, 3.2.1), so nobody's value is lost. */
static inline void vector_state_clear(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx"))
        __asm__ volatile("vzeroupper");
#endif
}

#endif
