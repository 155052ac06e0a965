// SPDX-License-Identifier: 0BSD
// SPDX-FileCopyrightText: the amdahl authors

// The sum of squares over a channel: 1000 goroutines, each of which sends one square, and one
// that adds them up. So that there is something to compute, a goroutine makes its square n*n as
// the sum of the first n odd numbers, PASSES times over; and all of it is done ROUNDS times.
//
//	squares [ROUNDS [PASSES]]
//
// prints the sum, 332833500 whatever GOMAXPROCS is; a round with another sum ends it with status 1.
package main

import (
	"fmt"
	"os"
	"strconv"
	"sync"
)

const goroutines = 1000

// 0² + 1² + … + 999² = 999 · 1000 · 1999 / 6
const expected = (goroutines - 1) * goroutines * (2*goroutines - 1) / 6

// square makes n*n from odd numbers, passes times, and gives the mean of the passes.
func square(n, passes int) int {
	sum := 0
	for pass := 0; pass < passes; pass++ {
		for odd := 1; odd < 2*n; odd += 2 {
			sum += odd
		}
	}
	return sum / passes
}

// sumOfSquares lets each goroutine send its square and adds up what comes out of the channel.
func sumOfSquares(passes int) int {
	var wg sync.WaitGroup
	results := make(chan int, goroutines)
	for i := 0; i < goroutines; i++ {
		wg.Add(1)
		go func(n int) {
			defer wg.Done()
			results <- square(n, passes)
		}(i)
	}
	go func() {
		wg.Wait()
		close(results)
	}()
	total := 0
	for r := range results {
		total += r
	}
	return total
}

// size reads the argument at an index, or gives the fallback where there is none.
func size(index, fallback, most int) int {
	if len(os.Args) <= index {
		return fallback
	}
	value, err := strconv.Atoi(os.Args[index])
	if err != nil || value < 1 || value > most {
		fmt.Fprintf(os.Stderr, "usage: squares [ROUNDS [PASSES]], each from 1 to %d\n", most)
		os.Exit(2)
	}
	return value
}

func main() {
	rounds := size(1, 8, 1000000)
	passes := size(2, 100, 1000000)
	total := 0
	for round := 0; round < rounds; round++ {
		total = sumOfSquares(passes)
		if total != expected {
			fmt.Fprintf(os.Stderr, "squares: round %d gives %d, not %d\n", round, total, expected)
			os.Exit(1)
		}
	}
	fmt.Println("Sum of squares:", total)
}
