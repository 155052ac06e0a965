/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The measuring process: a fresh exec of this program that shares an area (wire/area.h) with the
 * conductor, serves its requests one by one, and ends when the conductor hangs up. */
#ifndef AMDAHL_MEASURER_H
#define AMDAHL_MEASURER_H

/* Serves until the socket is closed; gives the process's exit status: 0, or one of enum area_end.
 */
int measurer_main(int socket_file, int area_file);

#endif
