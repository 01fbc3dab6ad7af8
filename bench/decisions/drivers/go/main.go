// Decides requests with policy.wasm in wazero: see processes.ts for what it prints.
// Times are of the processor, so that other work on the machine does not count.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"

	"example.com/policy"
	"golang.org/x/sys/unix"
)

const slice = 500

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func nanoseconds() int64 {
	var now unix.Timespec
	check(unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &now))
	return now.Nano()
}

// The effect of a code: 0 deny, 1 ask, 2 allow.
func effect(code int32) int {
	switch code {
	case policy.Ask:
		return 1
	case policy.Allow:
		return 2
	}
	return 0
}

func main() {
	runtime.LockOSThread()
	folder := os.Args[1]
	wasm, err := os.ReadFile(folder + "/policy.wasm")
	check(err)
	p, err := policy.Load(wasm)
	check(err)
	text, err := os.ReadFile(folder + "/requests.tsv")
	check(err)
	var requests []any
	var expected []int
	for _, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
		parts := strings.Split(line, "\t")
		code, err := strconv.Atoi(parts[3])
		check(err)
		requests = append(requests, map[string]any{"agent": parts[0], "action": parts[1], "resource": parts[2]})
		expected = append(expected, code)
	}
	mismatches := 0
	for i, request := range requests {
		if code, _ := p.Decide(request, false); effect(code) != expected[i] {
			mismatches++
		}
	}
	fmt.Printf("{\"checked\":%d,\"mismatches\":%d}\n", len(requests), mismatches)
	at := 0
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		limit, err := strconv.ParseInt(lines.Text(), 10, 64)
		check(err)
		var spent, decisions, wrong int64
		for spent < limit*1e6 {
			sum, right := 0, 0
			start := nanoseconds()
			for i := range slice {
				code, _ := p.Decide(requests[at+i], false)
				sum += effect(code) * (i + 1)
			}
			spent += nanoseconds() - start
			for i := range slice {
				right += expected[at+i] * (i + 1)
			}
			if sum != right {
				wrong++
			}
			decisions += slice
			if at += slice; at+slice > len(requests) {
				at = 0
			}
		}
		fmt.Printf("{\"ns\":%.3f,\"decisions\":%d,\"wrong\":%d}\n", float64(spent)/float64(decisions), decisions, wrong)
	}
}
