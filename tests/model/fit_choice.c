/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* How often the law that made the times is named, how often the answer is "cannot tell", and how
 * often it is another one. */
#include "scenes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What is asked: the truth, and how many of its own standard errors the parameter is away from 0
 * that tells it from the simpler law. */
struct question {
    const char *truth;
    struct scene scene;
    double errors;
};

struct answers {
    size_t right, unsure, wrong, asked;
};

/* Goals: named in 90 % from here on, another one in 5 % from there on, where the simplest law is
 * true both. At 2 no rule can do both: what names a true simple law in 90 % names it in 24 % of the
 * cases in which the other one is true, for the two are 2 apart and 1.28 + 0.72 is that. */
static const double RIGHT_FROM = 5, NOT_WRONG_FROM = 4;

static struct answers ask(const struct question *question, size_t replicates, gsl_rng *random) {
    struct answers answers = {.asked = replicates};
    for (size_t i = 0; i < replicates; i++) {
        struct model_analysis *analysis = scene_analyse(&question->scene, random);
        const struct model_report *report = model_analysis_report(analysis);
        if (report->outcome == MODEL_CANNOT_TELL)
            answers.unsure++;
        else if (report->outcome == MODEL_BEST &&
                 strcmp(report->best->law->name, question->truth) == 0)
            answers.right++;
        else
            answers.wrong++;
        model_analysis_free(analysis);
    }
    return answers;
}

/* A share is missed when it is so by more than three of its standard errors. */
static bool is_at_least(size_t part, size_t whole, double goal) {
    return scene_share(part, whole) >= goal - 3 * sqrt(goal * (1 - goal) / (double)whole);
}

static bool show(const struct question *question, size_t replicates, gsl_rng *random,
                 struct answers *all) {
    const struct answers answers = ask(question, replicates, random);
    bool is_simplest = question->errors == 0;
    bool is_good = true;
    if (is_simplest || question->errors >= RIGHT_FROM)
        is_good = is_at_least(answers.right, replicates, 0.9);
    if (is_simplest || question->errors >= NOT_WRONG_FROM)
        is_good = is_good && is_at_least(replicates - answers.wrong, replicates, 0.95);
    printf("%-7s N = %-3.0f %4.1f standard errors: right %5.1f %%, cannot tell %5.1f %%, wrong "
           "%5.1f %%%s\n",
           question->truth, question->scene.n_max, question->errors,
           100 * scene_share(answers.right, replicates),
           100 * scene_share(answers.unsure, replicates),
           100 * scene_share(answers.wrong, replicates), is_good ? "" : " MISSED");
    if (!is_simplest) {
        all->right += answers.right;
        all->wrong += answers.wrong;
        all->asked += replicates;
    }
    return is_good;
}

/* The parameter at so many of its own standard errors, which depend on it. */
static struct question put_question(const char *truth, double n_max, double errors) {
    struct question question = {truth, {0, 0, n_max, 30, 0.03, SCENE_CLEAN}, errors};
    struct scene *scene = &question.scene;
    bool is_usl = strcmp(truth, "usl") == 0;
    if (is_usl)
        scene->sigma = 0.05;
    for (int i = 0; i < 50 && errors > 0; i++) {
        double sigma, kappa;
        scene_find_bounds(scene, is_usl, &sigma, &kappa);
        if (is_usl)
            scene->kappa = errors * kappa;
        else
            scene->sigma = errors * sigma;
    }
    return question;
}

bool scene_show_laws(size_t replicates, gsl_rng *random) {
    static const double errors[] = {2, 2.5, 3, 4, 5, 6, 8, 12}, sizes[] = {8, 64};
    static const char *const truths[] = {"amdahl", "usl"};
    struct answers all = {.asked = 0};
    bool is_good = true;
    for (int size = 0; size < 2; size++) {
        const struct question simplest = put_question("linear", sizes[size], 0);
        is_good &= show(&simplest, replicates, random, &all);
        for (int truth = 0; truth < 2; truth++)
            for (size_t k = 0; k < sizeof errors / sizeof errors[0]; k++) {
                const struct question next = put_question(truths[truth], sizes[size], errors[k]);
                is_good &= show(&next, replicates, random, &all);
            }
    }
    printf("Amdahl's law and the USL at all of these: right %.1f %%, wrong %.1f %%; goals: right "
           "from %g, not wrong from %g standard errors on%s\n",
           100 * scene_share(all.right, all.asked), 100 * scene_share(all.wrong, all.asked),
           RIGHT_FROM, NOT_WRONG_FROM, is_good ? "" : ": MISSED");
    return is_good;
}
