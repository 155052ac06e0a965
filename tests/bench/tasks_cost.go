// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: the amdahl authors

// What tasks_cost.c measures, with goroutines, with GOMAXPROCS at 1 and at 2. Medians of the same number of runs, in
// the same lines.
package main

import (
	"fmt"
	"runtime"
	"sort"
	"sync"
	"sync/atomic"
	"time"
)

const (
	runs  = 5
	items = 200000
	batch = 1000
)

func oneWay(room int) {
	there := make(chan uint64, room)
	var group sync.WaitGroup
	group.Add(2)
	go func() {
		for i := uint64(0); i < items; i++ {
			there <- i
		}
		close(there)
		group.Done()
	}()
	go func() {
		for range there {
		}
		group.Done()
	}()
	group.Wait()
}

func roundTrips() {
	there, back := make(chan uint64), make(chan uint64)
	var group sync.WaitGroup
	group.Add(1)
	go func() {
		for item := range there {
			back <- item
		}
		group.Done()
	}()
	for i := uint64(0); i < items; i++ {
		there <- i
		<-back
	}
	close(there)
	group.Wait()
}

func crossing() {
	there := make(chan uint64, 64)
	var isHere atomic.Bool
	var group sync.WaitGroup
	group.Add(1)
	go func() {
		isHere.Store(true)
		for i := uint64(0); i < items; {
			select {
			case there <- i:
				i++
			default:
			}
		}
		group.Done()
	}()
	for !isHere.Load() {
	}
	for i := 0; i < items; {
		select {
		case <-there:
			i++
		default:
		}
	}
	group.Wait()
}

func spawns() {
	var group sync.WaitGroup
	for i := 0; i < items; i += batch {
		group.Add(batch)
		for j := 0; j < batch; j++ {
			go group.Done()
		}
		group.Wait()
	}
}

func report(name string, n int, count float64, run func()) {
	var ns [runs]float64
	for i := range ns {
		begin := time.Now()
		run()
		ns[i] = float64(time.Since(begin).Nanoseconds()) / count
	}
	sort.Float64s(ns[:])
	fmt.Printf("tasks_cost/go/%s/n-%d\t%.6g\tns\n", name, n, ns[runs/2])
}

func main() {
	for n := 1; n <= 2; n++ {
		runtime.GOMAXPROCS(n)
		report("meeting", n, items, func() { oneWay(0) })
		report("room-for-64", n, items, func() { oneWay(64) })
		report("round-trip-half", n, 2*items, roundTrips)
		if n == 2 {
			report("crossing", n, items, crossing)
		}
		report("spawn", n, items, spawns)
	}
}
