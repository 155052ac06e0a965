/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/ledger_errors.h"

/* How far below and above its value an amount may be. */
struct error {
    double below, above;
};

/* e - 1. */
static struct error of_extra(const struct ledger_factors *factors) {
    return (struct error){factors->extra.value - factors->extra.lo,
                          factors->extra.hi - factors->extra.value};
}

/* e (m - 1): linear in each, so that the ends are at corners. Where m is below 1 a larger e is
 * less. */
static struct error of_memory(const struct ledger_factors *factors) {
    const struct interval *e = &factors->extra, *m = &factors->memory;
    double value = e->value * (m->value - 1), lo = m->lo - 1, hi = m->hi - 1;
    return (struct error){value - (lo < 0 ? e->hi : e->lo) * lo,
                          (hi < 0 ? e->lo : e->hi) * hi - value};
}

/* e m - 1: both are above 0. */
static struct error of_both(const struct ledger_factors *factors) {
    const struct interval *e = &factors->extra, *m = &factors->memory;
    double value = e->value * m->value;
    return (struct error){value - e->lo * m->lo, e->hi * m->hi - value};
}

static void widen(struct interval *value, const struct error *more, double times) {
    value->lo = value->value - hypot(value->value - value->lo, times * more->below);
    value->hi = value->value + hypot(value->hi - value->value, times * more->above);
}

/* Factors without ends, which leave `inflation` none, leave `value` none either. */
static void widen_rest(struct interval *value, const struct error *of_inflation, double times,
                       const struct interval *inflation) {
    const struct error mirrored = {of_inflation->above, of_inflation->below};
    widen(value, &mirrored, times);
    if (isnan(value->lo))
        return;
    value->lo = fmin(value->lo, value->value - (inflation->hi - inflation->value));
    value->hi = fmax(value->hi, value->value + (inflation->value - inflation->lo));
}

void ledger_errors_add(enum ledger_amount amount, double times,
                       const struct ledger_factors *factors, const struct interval *inflation,
                       struct interval *value) {
    const struct error extra = of_extra(factors), memory = of_memory(factors),
                       both = of_both(factors);
    if (amount == LEDGER_EXTRA)
        widen(value, &extra, times);
    else if (amount == LEDGER_MEMORY)
        widen(value, &memory, times);
    else if (amount == LEDGER_INFLATION)
        widen(value, &both, times);
    else if (amount == LEDGER_UNEXPLAINED)
        widen_rest(value, &both, times, inflation);
}
