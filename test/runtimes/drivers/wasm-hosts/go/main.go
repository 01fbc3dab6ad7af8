// The driver of Go: FOLDER…, or --bench FOLDER, or --one FILE REQUEST.
package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"example.com/policy"
)

const refused = `{"effect":"deny","reason":"invalid_request"`

type disagreement struct {
	Set      string `json:"set"`
	Kind     string `json:"kind"`
	Line     int    `json:"line"`
	Request  string `json:"request"`
	Expected string `json:"expected"`
	Got      string `json:"got"`
}

type result struct {
	Vectors       int            `json:"vectors"`
	Disagreed     int            `json:"disagreed"`
	Disagreements []disagreement `json:"disagreements"`
	Ns            int64          `json:"ns"`
}

type line struct {
	request  any
	text     string
	expected string
}

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func load(path string) (*policy.Policy, error) {
	return policy.Load(must(os.ReadFile(path)))
}

func linesOf(folder, file string) []line {
	text := string(must(os.ReadFile(filepath.Join(folder, file))))
	var lines []line
	for _, one := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		request, expected, _ := strings.Cut(one, "\t")
		lines = append(lines, line{text: request, expected: expected, request: read(file, request)})
	}
	return lines
}

func read(file, text string) (value any) {
	if file == "encoded.tsv" {
		return must(hex.DecodeString(strings.TrimPrefix(text, "-")))
	}
	must(0, json.Unmarshal([]byte(text), &value))
	return value
}

func cut(text string) string {
	return text[:min(len(text), 2000)]
}

func (r *result) check(p *policy.Policy, folder, file string) {
	kind, _, _ := strings.Cut(file, ".")
	lines := linesOf(folder, file)
	codes, texts := make([]int32, len(lines)), make([]string, len(lines))
	before := time.Now()
	for i, one := range lines {
		if kind == "lists" {
			list, _ := one.request.([]any)
			codes[i], texts[i] = p.DecideAll(list, true)
		} else {
			codes[i], texts[i] = p.Decide(one.request, true)
		}
	}
	r.Ns += time.Since(before).Nanoseconds()
	for i, one := range lines {
		r.Vectors++
		closed := one.expected == "deny" && (codes[i] < 0 || strings.HasPrefix(texts[i], refused))
		if texts[i] == one.expected || closed {
			continue
		}
		r.Disagreed++
		if len(r.Disagreements) < 5 {
			got := cut(fmt.Sprint(codes[i], " ", texts[i]))
			r.Disagreements = append(r.Disagreements,
				disagreement{filepath.Base(folder), kind, i + 1, cut(one.text), cut(one.expected), got})
		}
	}
}

// The least mean of several rounds, in nanoseconds.
func timeOf(lines []line, decide func(any)) float64 {
	best := 0.0
	for round := 0; round < 50; round++ {
		before := time.Now()
		for _, one := range lines {
			decide(one.request)
		}
		mean := float64(time.Since(before).Nanoseconds()) / float64(len(lines))
		if best == 0 || mean < best {
			best = mean
		}
	}
	return best
}

func bench(folder string) map[string]float64 {
	p := must(load(filepath.Join(folder, "policy.wasm")))
	lines, encoded := linesOf(folder, "vectors.jsonl"), linesOf(folder, "encoded.tsv")
	return map[string]float64{
		"encoded": timeOf(encoded, func(request any) { p.Decide(request, false) }),
		"decide":  timeOf(lines, func(request any) { p.Decide(request, false) }),
		"explain": timeOf(lines, func(request any) { p.Decide(request, true) }),
	}
}

func one(path, text string) map[string]any {
	p, err := load(path)
	if err != nil {
		return map[string]any{"loaded": false}
	}
	code, decision := p.Decide(read("", text), true)
	return map[string]any{"loaded": true, "code": code, "json": decision}
}

func print(value any) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	must(0, encoder.Encode(value))
	fmt.Print(out.String())
}

func main() {
	switch os.Args[1] {
	case "--bench":
		print(bench(os.Args[2]))
	case "--one":
		print(one(os.Args[2], os.Args[3]))
	default:
		r := result{Disagreements: []disagreement{}}
		for _, folder := range os.Args[1:] {
			p := must(load(filepath.Join(folder, "policy.wasm")))
			for _, file := range []string{"vectors.jsonl", "lists.jsonl", "encoded.tsv"} {
				r.check(p, folder, file)
			}
		}
		print(r)
	}
}
