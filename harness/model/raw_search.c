/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/raw_search.h"

#include <errno.h>
#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multifit.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Steps and gradients below these shares are rounding. Levenberg and Marquardt's way halves its
 * trust as it meets a bend: a hundred steps were enough for all that has a minimum. */
enum { STEPS_MOST = 400 };
static const double STEP_LEAST = 1e-13, GRADIENT_LEAST = 1e-15;
/* A search has closed when each column's share in the residuals is below this. */
static const double CLOSED_BELOW = 1e-6;
/* What a law is said to miss a cell by where it is not above 0: no step that leads there is taken,
 * for throughputs are in units of the largest. */
static const double NOT_A_LAW = 1e6;

/* The cells in units in which all is near 1. */
struct search {
    const struct raw_cells *cells;
    const struct model_law *law;
    double throughput_unit;
    double shape_unit[MODEL_SHAPES_MAX];
    double *base, *columns; /* columns[shape_count * cell + k] */
};

static int search_make(const struct raw_cells *cells, const struct model_law *law,
                       struct search *ret_search, struct fault *fault) {
    double *base = calloc(cells->count * (1 + MODEL_SHAPES_MAX) + 1, sizeof *base);
    if (base == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot fit a law to %zu core counts",
                         cells->count);
    struct search search = {cells, law, 0, {0}, base, base + cells->count};
    for (size_t i = 0; i < cells->count; i++) {
        double *columns = search.columns + law->shape_count * i;
        law->put(&cells->cells[i].site, &search.base[i], columns);
        search.throughput_unit = fmax(search.throughput_unit, cells->cells[i].throughput);
        for (size_t k = 0; k < law->shape_count; k++)
            search.shape_unit[k] = fmax(search.shape_unit[k], fabs(columns[k]));
    }
    for (size_t i = 0; i < cells->count; i++)
        for (size_t k = 0; k < law->shape_count; k++)
            if (search.shape_unit[k] > 0)
                search.columns[law->shape_count * i + k] /= search.shape_unit[k];
    *ret_search = search;
    return 0;
}

static double law_at(const struct search *search, const gsl_vector *unknowns, size_t cell) {
    double f = search->base[cell];
    for (size_t k = 0; k < search->law->shape_count; k++)
        f += gsl_vector_get(unknowns, 1 + k) * search->columns[search->law->shape_count * cell + k];
    return f;
}

static int put_residuals(const gsl_vector *unknowns, void *context, gsl_vector *ret_residuals) {
    const struct search *search = context;
    double scale = gsl_vector_get(unknowns, 0);
    for (size_t i = 0; i < search->cells->count; i++) {
        double f = law_at(search, unknowns, i);
        double measured = search->cells->cells[i].throughput / search->throughput_unit;
        double residual = (search->law->of_rate ? scale * f : scale / f) - measured;
        gsl_vector_set(ret_residuals, i, f > 0 && scale > 0 ? residual : NOT_A_LAW);
    }
    return GSL_SUCCESS;
}

static int put_slopes(const gsl_vector *unknowns, void *context, gsl_matrix *ret_slopes) {
    const struct search *search = context;
    double scale = gsl_vector_get(unknowns, 0);
    for (size_t i = 0; i < search->cells->count; i++) {
        double f = law_at(search, unknowns, i);
        bool of_rate = search->law->of_rate;
        gsl_matrix_set(ret_slopes, i, 0, of_rate ? f : 1 / f);
        for (size_t k = 0; k < search->law->shape_count; k++) {
            double column = search->columns[search->law->shape_count * i + k];
            gsl_matrix_set(ret_slopes, i, 1 + k, (of_rate ? scale : -scale / (f * f)) * column);
        }
    }
    return GSL_SUCCESS;
}

/* Whether each column of J stands upright on the residuals, beside what rounding leaves of them. */
static bool has_closed(const gsl_matrix *slopes, const gsl_vector *residuals, double rows) {
    double size = gsl_blas_dnrm2(residuals) + 1e-10 * sqrt(rows);
    for (size_t k = 0; k < slopes->size2; k++) {
        gsl_vector_const_view column = gsl_matrix_const_column(slopes, k);
        double product;
        double length = gsl_blas_dnrm2(&column.vector);
        gsl_blas_ddot(&column.vector, residuals, &product);
        if (!(length > 0 && fabs(product) <= CLOSED_BELOW * length * size))
            return false;
    }
    return true;
}

struct rooms {
    gsl_multifit_nlinear_workspace *search;
    gsl_multifit_linear_workspace *linear;
    gsl_matrix *covariance, *design;
    gsl_vector *weights, *values, *unknowns;
};

/* The largest over the least singular value of J with columns of unit length. `slopes`: a room for
 * such columns; likewise `vectors` and `values`, of as many as there are unknowns. */
static double condition_of(const gsl_matrix *jacobian, gsl_matrix *slopes, gsl_matrix *vectors,
                           gsl_vector *values) {
    gsl_matrix_memcpy(slopes, jacobian);
    for (size_t k = 0; k < slopes->size2; k++) {
        gsl_vector_view column = gsl_matrix_column(slopes, k);
        double length = gsl_blas_dnrm2(&column.vector);
        if (!(length > 0 && isfinite(length)))
            return INFINITY;
        gsl_vector_scale(&column.vector, 1 / length);
    }
    if (gsl_linalg_SV_decomp_jacobi(slopes, vectors, values) != GSL_SUCCESS)
        return INFINITY;
    double least = gsl_vector_get(values, values->size - 1);
    return least > 0 ? gsl_vector_get(values, 0) / least : INFINITY;
}

/* From GSL's answer, in units of the search, to ours. */
static void keep_answer(const struct search *search, struct rooms *rooms,
                        struct raw_answer *ret_answer) {
    gsl_multifit_nlinear_workspace *work = rooms->search;
    gsl_matrix *covariance = rooms->covariance;
    size_t unknowns = 1 + search->law->shape_count;
    double unit[RAW_UNKNOWNS_MAX];
    gsl_vector *residuals = gsl_multifit_nlinear_residual(work);
    gsl_matrix *slopes = gsl_multifit_nlinear_jac(work);
    gsl_multifit_nlinear_covar(slopes, 0, covariance);
    *ret_answer = (struct raw_answer){
        .closed = has_closed(slopes, residuals, (double)search->cells->rows),
    };
    gsl_blas_ddot(residuals, residuals, &ret_answer->lack_ss);
    ret_answer->lack_ss *= search->throughput_unit * search->throughput_unit;
    for (size_t i = 0; i < unknowns; i++) {
        unit[i] = i == 0 ? search->throughput_unit : 1 / search->shape_unit[i - 1];
        ret_answer->unknowns[i] = gsl_vector_get(gsl_multifit_nlinear_position(work), i) * unit[i];
    }
    /* J is of throughputs in units of the largest. */
    double square = search->throughput_unit * search->throughput_unit;
    for (size_t i = 0; i < unknowns; i++)
        for (size_t j = 0; j < unknowns; j++)
            ret_answer->covariance[i][j] =
                gsl_matrix_get(covariance, i, j) * unit[i] * unit[j] / square;
    for (size_t k = 0; k + 1 < unknowns; k++)
        ret_answer->reach[k] = search->shape_unit[k];
    ret_answer->condition = condition_of(slopes, rooms->design, covariance, rooms->unknowns);
}

static void rooms_release(struct rooms *rooms) {
    gsl_multifit_nlinear_free(rooms->search);
    gsl_multifit_linear_free(rooms->linear);
    gsl_matrix_free(rooms->covariance);
    gsl_matrix_free(rooms->design);
    gsl_vector_free(rooms->weights);
    gsl_vector_free(rooms->values);
    gsl_vector_free(rooms->unknowns);
}

static int rooms_make(size_t cells, size_t unknowns, struct rooms *ret_rooms, struct fault *fault) {
    gsl_multifit_nlinear_parameters how = gsl_multifit_nlinear_default_parameters();
    struct rooms rooms = {
        .search = gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &how, cells, unknowns),
        .linear = gsl_multifit_linear_alloc(cells, unknowns),
        .covariance = gsl_matrix_alloc(unknowns, unknowns),
        .design = gsl_matrix_alloc(cells, unknowns),
        .weights = gsl_vector_alloc(cells),
        .values = gsl_vector_alloc(cells),
        .unknowns = gsl_vector_alloc(unknowns),
    };
    if (rooms.search == NULL || rooms.linear == NULL || rooms.covariance == NULL ||
        rooms.design == NULL || rooms.weights == NULL || rooms.values == NULL ||
        rooms.unknowns == NULL) {
        rooms_release(&rooms);
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot fit a law to %zu core counts", cells);
    }
    *ret_rooms = rooms;
    return 0;
}

/* Of the cost 1/X (or the rate X) every law is linear: 1/X = (base + sum shape column) / scale.
 * An error of X is one of 1/X times X²: weights X^power, power 4, make it the same sum of squares
 * near the answer; power 2 counts relative errors. False where the scale is not above 0. */
static bool start_linear(const struct search *search, double power, struct rooms *rooms) {
    bool of_rate = search->law->of_rate;
    for (size_t i = 0; i < search->cells->count; i++) {
        const struct raw_cell *cell = &search->cells->cells[i];
        double x = cell->throughput / search->throughput_unit;
        gsl_vector_set(rooms->values, i, of_rate ? x : 1 / x);
        gsl_vector_set(rooms->weights, i,
                       cell->rows * (of_rate ? pow(x, power - 4) : pow(x, power)));
        gsl_matrix_set(rooms->design, i, 0, search->base[i]);
        for (size_t k = 0; k < search->law->shape_count; k++)
            gsl_matrix_set(rooms->design, i, 1 + k,
                           search->columns[search->law->shape_count * i + k]);
    }
    double chisq;
    if (gsl_multifit_wlinear(rooms->design, rooms->weights, rooms->values, rooms->unknowns,
                             rooms->covariance, &chisq, rooms->linear) != GSL_SUCCESS)
        return false;
    double scale = gsl_vector_get(rooms->unknowns, 0);
    gsl_vector_scale(rooms->unknowns, 1 / scale);
    gsl_vector_set(rooms->unknowns, 0, of_rate ? scale : 1 / scale);
    return scale > 0;
}

/* Where search number `way` begins; false where there is nothing to begin with. */
static bool put_start(const struct search *search, int way, const double *start,
                      struct rooms *rooms) {
    if (way == 1 || way == 2)
        return start_linear(search, way == 1 ? 4 : 2, rooms);
    if (way == 0 && start == NULL)
        return false;
    gsl_vector_set_zero(rooms->unknowns); /* the last way: all shapes 0 */
    gsl_vector_set(rooms->unknowns, 0, 1);
    for (size_t k = 0; k <= search->law->shape_count && way == 0; k++)
        gsl_vector_set(rooms->unknowns, k,
                       k == 0 ? start[0] / search->throughput_unit
                              : start[k] * search->shape_unit[k - 1]);
    return true;
}

enum { WAYS = 4 };

int raw_search(const struct raw_cells *cells, const struct model_law *law, const double *start,
               struct raw_answer *ret_answer, struct fault *fault) {
    struct search search = {.base = NULL};
    struct rooms rooms = {.search = NULL};
    *ret_answer = (struct raw_answer){.lack_ss = INFINITY};
    int status = search_make(cells, law, &search, fault);
    if (status == 0)
        status = rooms_make(cells->count, 1 + law->shape_count, &rooms, fault);
    if (status != 0)
        goto done;
    gsl_multifit_nlinear_fdf system = {.f = put_residuals,
                                       .df = put_slopes,
                                       .n = cells->count,
                                       .p = 1 + law->shape_count,
                                       .params = &search};
    for (int way = 0; way < WAYS; way++) {
        struct raw_answer answer;
        int reason;
        if (!put_start(&search, way, start, &rooms))
            continue;
        for (size_t i = 0; i < cells->count; i++)
            gsl_vector_set(rooms.weights, i, cells->cells[i].rows);
        gsl_multifit_nlinear_winit(rooms.unknowns, rooms.weights, &system, rooms.search);
        gsl_multifit_nlinear_driver(STEPS_MOST, STEP_LEAST, GRADIENT_LEAST, 0, NULL, NULL, &reason,
                                    rooms.search);
        keep_answer(&search, &rooms, &answer);
        if (answer.closed && answer.lack_ss < ret_answer->lack_ss)
            *ret_answer = answer;
    }
done:
    rooms_release(&rooms);
    free(search.base);
    return status;
}
