/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/ledger_methods.h"

#include <math.h>
#include <stdio.h>

/* `delayed` follows where the workers' delays are known, and taken out of their clocks. Those with
 * an empty method say what there was to find them by. */
static const struct {
    const char *component, *parent, *method, *delayed;
} WORDS[LEDGER_AMOUNTS] = {
    [LEDGER_SPEEDUP] = {"speedup", "", "", ""},
    [LEDGER_SERIAL] = {"serial", "", "worker clocks: (n - 1) (t1 - t0)", ", run delay taken out"},
    [LEDGER_FORK] = {"fork", "", "worker clocks: a_i - t1", ", and late wakes that all waited for"},
    [LEDGER_IMBALANCE] = {"imbalance", "", "worker clocks: max b - b_i",
                          ", each worker's delays taken out"},
    [LEDGER_JOIN] = {"join", "", "worker clocks: n (t2 - max b)", ", less worker 0's run delay"},
    [LEDGER_WAIT] = {"wait", "", "waits inside the shares that all waited for, beyond T(1)'s", ""},
    [LEDGER_WAIT_LOCK] = {"lock", "wait", "waits for locks, beyond T(1)'s", ""},
    [LEDGER_WAIT_CHANNEL] = {"channel", "wait",
                             "waits for channels that left workers idle, beyond T(1)'s", ""},
    [LEDGER_WAIT_QUEUE] = {"queue", "wait",
                           "waits for a queue that left workers idle, beyond T(1)'s", ""},
    [LEDGER_WAIT_IO] = {"I/O", "wait",
                        "waits for I/O or a time that left workers idle, beyond T(1)'s", ""},
    [LEDGER_DESCHEDULED] = {"descheduled", "", "run-queue delay that all waited for, beyond T(1)'s",
                            ""},
    [LEDGER_INFLATION] = {"inflation", "", "", ""},
    [LEDGER_CLOCK] = {"clock", "inflation",
                      "chain of dependent instructions, timed after each share", ""},
    [LEDGER_MEMORY] = {"memory", "inflation", "counted samples: cycles an instruction, n to 1", ""},
    [LEDGER_EXTRA] = {"extra work", "inflation", "counted samples: instructions, n to 1", ""},
    [LEDGER_FAULTS] = {"page faults", "inflation",
                       "page faults beyond T(1)'s, by what one costs alone", ""},
    [LEDGER_IDLE] = {"idle", "", "(n T(n) - C(n)) - (T(1) - C(1)), by wait4", ""},
    [LEDGER_IDLE_ON_ONE] = {"idle at n = 1", "idle",
                            "-(T(1) - C(1)), by wait4: as idle on one core", ""},
    [LEDGER_IDLE_ONE_RUNNABLE] = {"one runnable", "idle", "looks at the threads", ""},
    [LEDGER_IDLE_REST] = {"the rest", "idle", "n T(n) - C(n), less what was seen", ""},
    [LEDGER_UNEXPLAINED] = {"unexplained", "", "", ""},
};

static const char *const KINDS[] = {
    [LEDGER_KIND_VALID] = "valid",
    [LEDGER_KIND_SUMMED] = "valid summed",
    [LEDGER_KIND_EXPERIENCED] = "as experienced",
};

static void speedup_method(const struct ledger_basis *basis, char *text, size_t bytes) {
    const char *work = basis->is_scaled ? "w " : "";
    if (basis->kind == LEDGER_KIND_EXPERIENCED)
        snprintf(text, bytes, "sum of %sT(1) / sum of T(n): %zu rounds, %zu of them disturbed",
                 work, basis->rounds, basis->disturbed);
    else if (basis->kind == LEDGER_KIND_SUMMED)
        snprintf(text, bytes, "sum of %sT(1) / sum of T(n): %zu valid rounds", work,
                 basis->rounds - basis->disturbed);
    else
        snprintf(text, bytes, "median over rounds of %sT(1) / T(n)", work);
}

/* Why the counters do not tell memory and extra work from the rest; NULL: they do. */
static const char *why_not_counted(const struct ledger_basis *basis) {
    if (basis->has_factors)
        return NULL;
    return basis->run_counts ? "no usable counted sample" : "no hardware counters";
}

static void inflation_method(const struct ledger_basis *basis, char *text, size_t bytes) {
    const char *why = why_not_counted(basis);
    bool by_chain = !isnan(basis->amount.of[LEDGER_CLOCK]);
    const char *faults = isnan(basis->amount.of[LEDGER_FAULTS]) ? "" : "page faults";
    const char *and = faults[0] == '\0' ? "" : ", ";
    if (why == NULL)
        snprintf(text, bytes, "%shardware counters%s%s%s", by_chain ? "chain, " : "", and, faults,
                 by_chain ? "" : "; no chain: clock is in unexplained");
    else
        snprintf(text, bytes, "%s%s%s; %s: memory and extra work are in unexplained",
                 by_chain ? "chain" : "", by_chain ? and : "", faults, why);
}

/* What counts in user mode do not see is left where they tell the rest. */
static void unexplained_method(const struct ledger_basis *basis, char *text, size_t bytes) {
    const char *why = why_not_counted(basis);
    const char *clock = isnan(basis->amount.of[LEDGER_CLOCK]) ? "clock, " : "";
    if (basis->is_of_program)
        snprintf(text, bytes, "what is left");
    else if (why == NULL)
        snprintf(text, bytes, "what is left: %sinterrupts and steal are in it", clock);
    else
        snprintf(text, bytes, "what is left; %s: %smemory and extra work are in it", why, clock);
}

/* What follows the words: how delays were treated, or why there is no interval. */
static const char *remark_on(enum ledger_amount amount, const struct ledger_basis *basis) {
    if (amount == LEDGER_MEMORY || amount == LEDGER_EXTRA)
        return basis->is_bounded ? "" : ", too few for an interval";
    bool is_delayed = !isnan(basis->amount.of[LEDGER_DESCHEDULED]);
    return is_delayed ? WORDS[amount].delayed : "";
}

void ledger_methods_fill(enum ledger_amount amount, const struct ledger_basis *basis,
                         struct ledger_row *row) {
    snprintf(row->row, sizeof row->row, "%s", KINDS[basis->kind]);
    snprintf(row->component, sizeof row->component, "%s", WORDS[amount].component);
    snprintf(row->parent, sizeof row->parent, "%s", WORDS[amount].parent);
    if (amount == LEDGER_SPEEDUP)
        speedup_method(basis, row->method, sizeof row->method);
    else if (amount == LEDGER_INFLATION && basis->is_of_program)
        snprintf(row->method, sizeof row->method, "C(n) - C(1), by wait4");
    else if (amount == LEDGER_INFLATION)
        inflation_method(basis, row->method, sizeof row->method);
    else if (amount == LEDGER_UNEXPLAINED)
        unexplained_method(basis, row->method, sizeof row->method);
    else
        snprintf(row->method, sizeof row->method, "%s%s", WORDS[amount].method,
                 remark_on(amount, basis));
}
