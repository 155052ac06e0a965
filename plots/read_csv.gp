# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# How the cells of run_path/csv_name are read, `csv_name` being 'summary.csv', 'samples.csv', 'runnable.csv' or a file
# of a fit or a prediction, and that it has the columns that its charts need.
#
# Cells are taken as numbers or printable ASCII and are never run: gnuplot expands backticks and macros in a
# script's own text alone. Its CSV reader knows no "" and no line break inside quotes; rows that it cannot
# read are left out and counted by whoever reads them.

csv_file = run_path . '/' . csv_name
csv_columns = csv_name eq 'samples.csv' ? \
    'epoch role workload params engine scaling place p n tasks oversubscribed start_s time_s valid cause' : \
    csv_name eq 'runnable.csv' ? 'sample workload place p n runnable looks' : \
    csv_name eq 'fit_points.csv' ? 'workload params engine scaling place p tasks name n speedup speedup_lo ' . \
    'speedup_hi karp_flatt karp_flatt_lo karp_flatt_hi rows' : \
    csv_name eq 'fit_curves.csv' || csv_name eq 'predict_curves.csv' ? 'workload params engine scaling place p ' . \
    'tasks name law title n speedup speedup_lo speedup_hi is_best is_measured' : \
    'workload params engine scaling place p p_work p_measured p_basis n tasks oversubscribed ' . \
    'samples invalid time_s speedup speedup_lo speedup_hi law_speedup ratio ratio_lo ratio_hi karp_flatt rounds ' . \
    'interval_kind verdict loss_serial loss_fork loss_imbalance loss_join loss_wait loss_descheduled ' . \
    'loss_inflation loss_unexplained'
set datafile separator comma

# ---- The header row: where each column stands.
# strcol() of a column that a row lacks gives, stored in an array, the column's own number; of an empty cell that ends
# its row it may give other words of the file.
columns_most = 100
array header[columns_most]
do for [i = 1 : columns_most] { header[i] = '' }
is_header = 1
stats csv_file using (is_header ? (sum [i = 1 : columns_most] (header[i] = strcol(i), 1)) : 0, \
    is_header = 0, 1) nooutput
columns = sum [i = 1 : columns_most] (('' . header[i]) ne sprintf('%d', i))
column_of(name) = (sum [i = 1 : columns] (header[i] eq name ? i : 0))
do for [name in csv_columns] {
    if (column_of(name) == 0) { exit error csv_name . ' has no column ' . name }
}

# ---- Cells.
printable = ' !#$%&()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~''"'
clean(text) = (clean_ = '', sum [i = 1 : strlen(text)] \
    (clean_ = clean_ . (strstrt(printable, text[i:i]) ? text[i:i] : '?'), 0), clean_)
array cell_[1]
raw(name) = (cell_[1] = strcol(column_of(name)), '' . cell_[1])
# A quoted empty cell reads as the rest of the row, comma first.
text_of(name) = (text_ = raw(name), text_[1:1] eq ',' ? '' : clean(text_))
# Figures that no machine has are none: they would only break an axis.
number_at(c, least, most) = (valid(c) && column(c) >= least && column(c) <= most ? column(c) : NaN)
number(name) = number_at(column_of(name), -1e9, 1e9)
number_from(name, least, most) = number_at(column_of(name), least, most)
# Of a column that files of earlier versions lack.
number_if_any(name) = (column_of(name) > 0 ? number(name) : NaN)
is_true(name) = (true_ = raw(name), true_ eq '1' || true_ eq 'true' || true_ eq 'yes')
# Whether the row has its cells, to the last but one: the last row of a run that was cut off may not.
is_whole(_) = (cell_[1] = strcol(columns - 1), ('' . cell_[1]) ne sprintf('%d', columns - 1) || valid(columns - 1))
