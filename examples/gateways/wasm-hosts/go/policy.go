// Package policy decides requests with policy.wasm. Only Ask and Allow are no deny; whatever goes wrong is one.
package policy

import (
	"context"
	"encoding/binary"
	"errors"
	"math"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

const Ask, Allow = 4, 5

var fields = []string{"agent", "action", "resource", "context", "now"}

func text(to []byte, value string) []byte {
	return append(binary.LittleEndian.AppendUint32(to, uint32(len(value))), value...)
}

func encode(to []byte, value any, request bool) []byte {
	switch v := value.(type) {
	case nil:
		return append(to, 0)
	case bool:
		if v {
			return append(to, 2)
		}
		return append(to, 1)
	case float64:
		return binary.LittleEndian.AppendUint64(append(to, 3), math.Float64bits(v))
	case string:
		return text(append(to, 4), v)
	case []any:
		to = binary.LittleEndian.AppendUint32(append(to, 5), uint32(len(v)))
		for _, part := range v {
			to = encode(to, part, false)
		}
		return to
	case map[string]any:
		if request {
			to = append(to, 7)
			for _, field := range fields {
				if part, given := v[field]; given {
					to = encode(to, part, false)
				} else {
					to = append(to, 8)
				}
			}
			return to
		}
		to = binary.LittleEndian.AppendUint32(append(to, 6), uint32(len(v)))
		for name, part := range v {
			to = encode(text(to, name), part, false)
		}
		return to
	case []byte:
		return append(to, v...) // encoded before
	}
	return append(to, 9) // no JSON value: refused
}

// Policy may be shared by goroutines.
type Policy struct {
	lock                            sync.Mutex
	module                          api.Module
	stack                           [1]uint64
	buffer, capacity                uint32
	decide, decideAll, json, output api.Function
}

// Load fails when the bytes are no sound policy.wasm.
func Load(wasm []byte) (p *Policy, err error) {
	defer func() {
		if recover() != nil { // an export is missing
			err = errors.New("this is no policy.wasm")
		}
	}()
	ctx := context.Background()
	module, err := wazero.NewRuntime(ctx).Instantiate(ctx, wasm)
	if err != nil {
		return nil, err
	}
	constant := func(name string) uint32 { return uint32(module.ExportedGlobal(name).Get()) }
	p = &Policy{module: module, buffer: constant("request"), capacity: constant("capacity"),
		decide: module.ExportedFunction("decide"), decideAll: module.ExportedFunction("decide_all"),
		json: module.ExportedFunction("json"), output: module.ExportedFunction("output")}
	if code, _ := p.Decide(nil, true); code != 0 || constant("abi_version") != 1 {
		return nil, errors.New("policy.wasm is damaged, or has another interface")
	}
	return p, nil
}

// Decide gives the code of the decision and, when asked for, the decision as JSON text.
func (p *Policy) Decide(request any, explain bool) (int32, string) {
	return p.run(p.decide, explain, func(to []byte) []byte { return encode(to, request, true) })
}

// DecideAll gives one decision about several requests.
func (p *Policy) DecideAll(requests []any, explain bool) (int32, string) {
	return p.run(p.decideAll, explain, func(to []byte) []byte {
		to = binary.LittleEndian.AppendUint32(append(to, 5), uint32(len(requests)))
		for _, request := range requests {
			to = encode(to, request, true)
		}
		return to
	})
}

func (p *Policy) run(entry api.Function, explain bool, encoded func([]byte) []byte) (int32, string) {
	p.lock.Lock()
	defer p.lock.Unlock()
	buffer, _ := p.module.Memory().Read(p.buffer, p.capacity)
	length := len(encoded(buffer[:0])) // what is too long leaves the buffer
	code := p.call(entry, min(length, len(buffer)+1))
	if code < 0 || !explain {
		return code, ""
	}
	size, start := p.call(p.json, 0), p.call(p.output, 0)
	text, inside := p.module.Memory().Read(uint32(start), uint32(size))
	if !inside {
		return -1, ""
	}
	return code, string(text)
}

func (p *Policy) call(function api.Function, argument int) int32 {
	p.stack[0] = uint64(argument)
	if err := function.CallWithStack(context.Background(), p.stack[:]); err != nil {
		return -1 // a trap
	}
	return int32(p.stack[0])
}
