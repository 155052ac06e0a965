/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "place/cgroup.h"
#include "place/machine.h"

#include <math.h>

void place_read_quota(struct place *place, const char *root) {
    place->quota_cpus = NAN;
    if (root != NULL || place->foreign == NULL)
        place->quota_cpus = cgroup_quota_cpus(root != NULL ? root : "/");
}

unsigned place_cap_by_quota(const struct place *place, unsigned count) {
    if (isnan(place->quota_cpus) || place->quota_cpus >= count)
        return count;
    return place->quota_cpus >= 1 ? (unsigned)place->quota_cpus : 1;
}

double place_quota_cpus(const struct place *place) {
    return place->quota_cpus;
}

unsigned place_capacity(const struct place *place) {
    return place_cap_by_quota(place, (unsigned)place->slot_count);
}
