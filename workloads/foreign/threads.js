// SPDX-License-Identifier: 0BSD
// SPDX-FileCopyrightText: the amdahl authors

// Computing on several threads of Node.js: UNITS units in equal parts on WORKERS worker_threads.
// With one worker there is one as well, so that all numbers of workers run the same code.
//     node threads.js WORKERS [UNITS]
// prints one line: the units and the digest over them, the same with any number of workers.
'use strict';
const { Worker, isMainThread, parentPort, workerData } = require('worker_threads');

// About 0.3 s on one core: a worker takes some 10 ms to start, and Node.js 40.
const UNITS_DEFAULT = 250;
// About a millisecond a unit.
const STEPS = 1000000;

// The generator of Numerical Recipes, 2nd ed., section 7.1: x = 1664525 x + 1013904223 mod 2^32.
function compute(x) {
  for (let step = 0; step < STEPS; step++) {
    x = (Math.imul(x, 1664525) + 1013904223) | 0;
  }
  return x >>> 0;
}

function digestOf(first, end) {
  let digest = 0;
  for (let unit = first; unit < end; unit++) {
    digest = (digest + compute(unit)) >>> 0;
  }
  return digest;
}

function size(text, most) {
  const value = Number(text);
  if (!/^[0-9]+$/.test(text) || value < 1 || value > most) {
    console.error(`usage: node threads.js WORKERS [UNITS]: '${text}' is not a number from 1 to ${most}`);
    process.exit(2);
  }
  return value;
}

function main() {
  const workers = size(process.argv[2] ?? '', 4096);
  const units = size(process.argv[3] ?? String(UNITS_DEFAULT), 1000000000);
  let digest = 0;
  let left = workers;
  for (let i = 0; i < workers; i++) {
    const part = { first: Math.floor((i * units) / workers), end: Math.floor(((i + 1) * units) / workers) };
    const worker = new Worker(__filename, { workerData: part });
    worker.on('message', (sum) => {
      digest = (digest + sum) >>> 0;
      left--;
      if (left === 0) {
        console.log(`${units} units, digest ${digest}`);
      }
    });
    worker.on('error', (error) => {
      console.error(`threads.js: ${error.message}`);
      process.exit(1);
    });
  }
}

if (isMainThread) {
  main();
} else {
  parentPort.postMessage(digestOf(workerData.first, workerData.end));
}
