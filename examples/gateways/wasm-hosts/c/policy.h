// Decides requests with the C code that wasm2c makes of policy.wasm. Only POLICY_ASK and POLICY_ALLOW are no deny;
// whatever goes wrong is one. One thread at a time: wasm2c keeps its traps in one place.
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "policy_wasm.h"
#include "wasm-rt-impl.h"

enum { POLICY_ASK = 4, POLICY_ALLOW = 5 };
enum { POLICY_NULL, POLICY_FALSE, POLICY_TRUE, POLICY_LIST = 5, POLICY_MAP, POLICY_REQUEST, POLICY_ABSENT };

typedef struct {
  Z_policy_instance_t wasm;
  uint32_t at;  // where the request being encoded ends; past the capacity, it is refused
  int32_t code; // of the last decision
} Policy;

// The request is encoded by these calls. After POLICY_REQUEST come its agent, action, resource, context and now.
static inline void policy_bytes(Policy *p, const void *bytes, size_t size) {
  uint32_t capacity = *Z_policyZ_capacity(&p->wasm);
  if (p->at > capacity || size > capacity - p->at) p->at = capacity + 1;
  else {
    memcpy(Z_policyZ_memory(&p->wasm)->data + *Z_policyZ_request(&p->wasm) + p->at, bytes, size);
    p->at += size;
  }
}

static inline void policy_tag(Policy *p, uint8_t tag) { policy_bytes(p, &tag, 1); }

static inline void policy_count(Policy *p, uint8_t tag, uint32_t count) { // POLICY_LIST or POLICY_MAP
  policy_tag(p, tag);
  policy_bytes(p, &count, 4);
}

static inline void policy_number(Policy *p, double value) {
  policy_tag(p, 3);
  policy_bytes(p, &value, 8);
}

static inline void policy_name(Policy *p, const char *utf8, uint32_t size) { // in a map, before each value
  policy_bytes(p, &size, 4);
  policy_bytes(p, utf8, size);
}

static inline void policy_string(Policy *p, const char *utf8, uint32_t size) {
  policy_tag(p, 4);
  policy_name(p, utf8, size);
}

// Decides what is encoded: a request or, with `all`, a POLICY_LIST of them. Gives the code.
static inline int32_t policy_decide(Policy *p, int all) {
  uint32_t length = p->at;
  p->at = 0;
  p->code = -1;
  if (wasm_rt_impl_try() == WASM_RT_TRAP_NONE)
    p->code = (int32_t)(all ? Z_policyZ_decide_all : Z_policyZ_decide)(&p->wasm, length);
  return p->code;
}

// The last decision as JSON text, until the next one; NULL when its code was negative.
static inline const char *policy_json(Policy *p, uint32_t *length) {
  if (p->code < 0 || wasm_rt_impl_try() != WASM_RT_TRAP_NONE) return NULL;
  *length = Z_policyZ_json(&p->wasm);
  uint32_t start = Z_policyZ_output(&p->wasm), size = Z_policyZ_memory(&p->wasm)->size;
  return start > size || *length > size - start ? NULL : (const char *)Z_policyZ_memory(&p->wasm)->data + start;
}

// 0, or -1 when the module is no sound policy.wasm.
static inline int policy_load(Policy *p) {
  if (!wasm_rt_is_initialized()) wasm_rt_init();
  Z_policy_init_module();
  Z_policy_instantiate(&p->wasm);
  p->at = 0;
  policy_tag(p, POLICY_NULL);
  return *Z_policyZ_abi_version(&p->wasm) == 1 && policy_decide(p, 0) == 0 ? 0 : -1;
}
