// SPDX-License-Identifier: 0BSD
// SPDX-FileCopyrightText: the amdahl authors

// Asynchronous on one thread: COUNT requests over HTTP to a server on the loopback, in this very
// process, which holds each answer for HOLD_MS; each answer then takes STEPS of computing. At most
// IN_FLIGHT requests wait at a time. Waiting overlaps, computing does not: with all in flight the
// time is COUNT computations or one request, whichever is longer; one by one it is their sum.
//     node async.js [COUNT [HOLD_MS [STEPS [IN_FLIGHT]]]]        in flight: all, where not given
// prints one line: the requests and the digest of their answers, the same in any order.
'use strict';
const http = require('http');

const usage = 'usage: node async.js [COUNT [HOLD_MS [STEPS [IN_FLIGHT]]]]';

function size(index, fallback, least, most) {
  const text = process.argv[index];
  if (text === undefined) {
    return fallback;
  }
  const value = Number(text);
  if (!/^[0-9]+$/.test(text) || value < least || value > most) {
    console.error(`${usage}: '${text}' is not a whole number from ${least} to ${most}`);
    process.exit(2);
  }
  return value;
}

// Each connection is two of a process's files, of which there are often 1024.
const most = 500;
const count = size(2, 200, 1, 1000000);
const holdMs = size(3, 20, 0, 60000);
// About a millisecond of computing.
const steps = size(4, 1000000, 0, 1000000000);
const inFlight = size(5, Math.min(count, most), 1, most);

// The generator of Numerical Recipes, 2nd ed., section 7.1: x = 1664525 x + 1013904223 mod 2^32.
function compute(x) {
  for (let step = 0; step < steps; step++) {
    x = (Math.imul(x, 1664525) + 1013904223) | 0;
  }
  return x >>> 0;
}

const server = http.createServer((request, response) => {
  setTimeout(() => response.end(request.url.slice(1)), holdMs);
});
const agent = new http.Agent({ keepAlive: true, maxSockets: inFlight });

function ask(port, index) {
  return new Promise((resolve, reject) => {
    const request = http.get({ host: '127.0.0.1', port, path: `/${index}`, agent }, (response) => {
      let text = '';
      response.setEncoding('latin1');
      response.on('data', (piece) => (text += piece));
      response.on('end', () => resolve(Number(text)));
    });
    request.on('error', reject);
  });
}

// One of IN_FLIGHT chains of requests: as one is answered the next goes out.
let next = 0;
let digest = 0;
async function chain(port) {
  while (next < count) {
    const answer = await ask(port, next++);
    digest = (digest + compute(answer)) >>> 0;
  }
}

server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  try {
    await Promise.all(Array.from({ length: inFlight }, () => chain(port)));
  } catch (error) {
    console.error(`async.js: ${error.message}`);
    process.exit(1);
  }
  console.log(`${count} answers, digest ${digest}`);
  agent.destroy();
  server.close();
});
server.on('error', (error) => {
  console.error(`async.js: no server on the loopback: ${error.message}`);
  process.exit(1);
});
