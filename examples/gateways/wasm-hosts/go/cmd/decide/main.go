// Decides one request: decide FILE AGENT ACTION RESOURCE. Exits with 0 only when it is allowed.
package main

import (
	"fmt"
	"os"

	"example.com/policy"
)

func main() {
	wasm, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	p, err := policy.Load(wasm)
	if err != nil {
		panic(err)
	}
	request := map[string]any{"agent": os.Args[2], "action": os.Args[3], "resource": os.Args[4]}
	code, decision := p.Decide(request, true)
	fmt.Println(decision)
	if code != policy.Allow {
		os.Exit(1)
	}
}
