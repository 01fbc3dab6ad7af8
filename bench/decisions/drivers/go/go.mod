module example.com/decide

go 1.26.8

require (
	example.com/policy v0.0.0
	golang.org/x/sys v0.44.0
)

require github.com/tetratelabs/wazero v1.12.0 // indirect

replace example.com/policy => ../../../../examples/gateways/wasm-hosts/go
