// SPDX-License-Identifier: 0BSD
// SPDX-FileCopyrightText: the amdahl authors

// A worker pool: as many workers as GOMAXPROCS lets run at once, TASKS tasks in one queue that is
// no longer than the pool, so that whoever fills it is held back, and one channel of results.
// A task counts the primes of its part of the numbers below LIMIT, by trial division.
//
//	pool [LIMIT [TASKS]]
//
// prints how many primes there are: 148933 below 2000000. A task that is missing or came twice
// ends it with status 1.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
)

type task struct {
	index      int
	first, end uint32
}

type result struct {
	index  int
	primes int
}

func isPrime(n uint32) bool {
	if n < 4 {
		return n >= 2
	}
	if n%2 == 0 {
		return false
	}
	for divisor := uint32(3); divisor*divisor <= n; divisor += 2 {
		if n%divisor == 0 {
			return false
		}
	}
	return true
}

func countPrimes(t task) result {
	primes := 0
	for n := t.first; n < t.end; n++ {
		if isPrime(n) {
			primes++
		}
	}
	return result{t.index, primes}
}

// fill puts the tasks into the queue: the numbers below limit in parts that differ by one at most.
func fill(queue chan<- task, limit, tasks int) {
	for i := 0; i < tasks; i++ {
		queue <- task{i, uint32(i * limit / tasks), uint32((i + 1) * limit / tasks)}
	}
	close(queue)
}

// work lets the workers take from the queue until it is closed, and closes the results.
func work(queue <-chan task, results chan<- result, workers int) {
	var wg sync.WaitGroup
	for i := 0; i < workers; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for t := range queue {
				results <- countPrimes(t)
			}
		}()
	}
	wg.Wait()
	close(results)
}

// collect adds up the results and sees to it that each task came once.
func collect(results <-chan result, tasks int) (int, error) {
	primes := 0
	seen := make([]bool, tasks)
	missing := tasks
	for r := range results {
		if seen[r.index] {
			return 0, fmt.Errorf("task %d came twice", r.index)
		}
		seen[r.index] = true
		missing--
		primes += r.primes
	}
	if missing != 0 {
		return 0, fmt.Errorf("%d tasks of %d are missing", missing, tasks)
	}
	return primes, nil
}

// size reads the argument at an index, or gives the fallback where there is none.
func size(index, fallback, most int) int {
	if len(os.Args) <= index {
		return fallback
	}
	value, err := strconv.Atoi(os.Args[index])
	if err != nil || value < 1 || value > most {
		fmt.Fprintln(os.Stderr, "usage: pool [LIMIT [TASKS]], up to 1000000000 and 1000000")
		os.Exit(2)
	}
	return value
}

func main() {
	limit := size(1, 2000000, 1000000000)
	tasks := size(2, 1000, 1000000)
	workers := runtime.GOMAXPROCS(0)
	queue := make(chan task, workers)
	results := make(chan result, workers)
	go fill(queue, limit, tasks)
	go work(queue, results, workers)
	primes, err := collect(results, tasks)
	if err != nil {
		fmt.Fprintln(os.Stderr, "pool:", err)
		os.Exit(1)
	}
	fmt.Printf("%d primes below %d\n", primes, limit)
}
