/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* How a ledger's figures are rounded, and what the speed-up would be without a loss. */
#include "made_ledger.h"

/* As many digits as an interval supports, no more than three of a value, and never none. */
static void test_digits(void) {
    struct made made = make();
    made.point.speedup = (struct interval){3.99282, 3.2874, 4.0066};
    add_loss(&made, "imbalance", 0.0467123, 0.000707123, 0.400123);
    CHECK_HOLDS(words(&made), "; 0.007 of 4 is lost. Most is lost to imbalance, 0.05 [0.00, 0.40]");
    made.rows[0].value = (struct interval){0.00250123, 0.00250012, 0.00250234};
    CHECK_HOLDS(words(&made), "imbalance, 0.0025 [0.0025, 0.0025] of 4");
    made.rows[0].value = (struct interval){0.123456, 0.123455, 0.123457};
    CHECK_HOLDS(words(&made), "imbalance, 0.123 [0.123, 0.123] of 4");
    made.rows[0].value = (struct interval){0.0123, -0.0001, 0.03};
    CHECK_HOLDS(words(&made), "imbalance, 0.012 [0.000, 0.030] of 4");
    made.point.n = made.rows[0].n = 400;
    made.point.speedup = (struct interval){200, 190, 210};
    made.rows[0].value = (struct interval){123.456, 80, 160};
    CHECK_HOLDS(words(&made), "; 200 of 400 is lost. Most is lost to imbalance, 123 [80, 160] of");
    made.point.speedup = (struct interval){400.00001, 390, 410};
    CHECK_HOLDS(words(&made), "; on the whole nothing is lost.");
}

/* Where losses and gains make up for each other, one alone may be more than what is lost in all. */
static void test_without(void) {
    struct made made = make();
    made.point.speedup = (struct interval){3.993, 3.287, 4.007};
    add_loss(&made, "imbalance", 0.0467, 0.0007, 0.4);
    add_loss(&made, "unexplained", -0.0397, -0.1, 0.1);
    CHECK_HOLDS(words(&made), "the cores, the speed-up would be at most 4. Gained");
    made.rows[0].value = (struct interval){0.0467, 0.04, 0.05};
    check_holds_not(words(&made),
                    "would be"); /* 0.04 too much, 0.005 of which are its interval's */
    made.rows[0].value = (struct interval){0.007, NAN, NAN};
    CHECK_HOLDS(words(&made), "would be 4.");
    made.rows[0].value = (struct interval){0.008, NAN, NAN};
    check_holds_not(words(&made), "would be");
    made.point.speedup = (struct interval){4.2, 4.1, 4.3};
    made.rows[0].value = (struct interval){0.1, -0.5, 0.7};
    check_holds_not(words(&made), "would be"); /* at most 4, which it is above */
    made.point.speedup = (struct interval){1, 0.5, 1.5};
    made.rows[0].value = (struct interval){4, 0, 8};
    check_holds_not(words(&made), "would be"); /* nothing would be left */
    made.rows[0].value = (struct interval){2, 1.9, 2.1};
    CHECK_HOLDS(words(&made), "would be 2.");
    made.rows[0].value = (struct interval){0.0001, 0, 0.0002};
    check_holds_not(words(&made), "would be"); /* 1 as it is */
}

static void test_few_cores(void) {
    struct made made = make();
    made.point.speedup = (struct interval){1.8, 1.7, 1.9};
    add_loss(&made, "serial", 1.5, 1.4, 1.6);
    add_loss(&made, "fork", 0.7, 0.6, 0.8);
    made.samples.pus = 2;
    CHECK_HOLDS(words(&made), "over the cores, the speed-up would be at most 2. Beside");
    CHECK_HOLDS(made.text,
                "its time spread evenly over the cores, the speed-up would be at most 2.");
    made.samples.pus = 8;
    CHECK_HOLDS(words(&made), "the speed-up would be 2.88. Beside"); /* 1.8 x 4/2.5 */
    made.point.oversubscribed = true;
    check_holds_not(words(&made), "would be");
}

int main(void) {
    test_digits();
    test_without();
    test_few_cores();
    return check_done();
}
