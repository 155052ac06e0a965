# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# What R's nls finds by least squares of the throughput: file,law,parameter,value,se.
#     Rscript tests/peers/nls.R tests/data/NAME.csv ...
args <- commandArgs(trailingOnly = TRUE)
# nls cannot be told when it is as near as it can get: the tightest tolerance that it reaches is taken.
try_fit <- function(formula, d, start) {
  for (tol in c(1e-10, 1e-9, 1e-8, 1e-7, 1e-6)) {
    fit <- tryCatch(nls(formula, d, start = start, control = nls.control(maxiter = 1000, tol = tol, minFactor = 1e-10)),
      error = function(e) NULL)
    if (!is.null(fit)) return(fit)
  }
  stop("nls does not converge")
}
for (file in args) {
  d <- read.csv(file, comment.char = "#")
  d$x <- if (!is.null(d$throughput)) d$throughput else 1 / d$time_s
  lambda <- mean(d$x[d$n == min(d$n)] / min(d$n))
  show <- function(law, fit, names) {
    k <- coef(fit); se <- summary(fit)$coefficients[, 2]
    if (is.null(d$throughput) && law == "amdahl") { # of times the scale is a time
      se["scale"] <- se["scale"] / k["scale"]^2; k["scale"] <- 1 / k["scale"]
    }
    for (name in names) cat(sprintf("%s,%s,%s,%.10g,%.6g\n", sub(".csv", "", basename(file)), law, name, k[name], se[name]))
  }
  show("amdahl", try_fit(x ~ scale * n / (1 + serial_fraction * (n - 1)), d, list(scale = lambda, serial_fraction = 0.05)),
    c("serial_fraction", "scale"))
  show("usl", try_fit(x ~ lambda * n / (1 + sigma * (n - 1) + kappa * n * (n - 1)), d,
    list(lambda = lambda, sigma = 0.02, kappa = 1e-4)), c("sigma", "kappa", "lambda"))
}
