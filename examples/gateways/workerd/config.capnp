# workerd: lets through what the policy allows, and nothing else.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "agents", worker = .agents),
    (name = "adapters", worker = .adapters),
    (name = "api", external = (address = "127.0.0.1:9000", http = ())),
  ],
  sockets = [
    # For agents: names come from method and URL.
    (name = "agents", address = "127.0.0.1:8080", http = (), service = "agents"),
    # For adapters on this machine: names come from X-Policy-Agent, X-Policy-Action and X-Policy-Resource.
    (name = "adapters", address = "127.0.0.1:8081", http = (), service = "adapters"),
  ],
);

const modules :List(Workerd.Worker.Module) = [
  (name = "gate.mjs", esModule = embed "gate.mjs"),
  (name = "policy-gateway.js", esModule = embed "../shared/policy-gateway.js"),
  (name = "policy.mjs", esModule = embed "../dist/policy.mjs"),
];

const agents :Workerd.Worker = (
  compatibilityDate = "2025-01-01",
  modules = .modules,
  # The worker reaches the upstream and nothing else.
  globalOutbound = "api",
  bindings = [
    (name = "NAMES", text = "url"),
    (name = "ORIGIN", text = "https://api.example.com"),
    # Who calls, by credential. Nobody else has a name, and the policy denies who has none.
    (name = "AGENTS", json = embed "agents.json"),
    (name = "UPSTREAM", service = "api"),
  ],
);

const adapters :Workerd.Worker = (
  compatibilityDate = "2025-01-01",
  modules = .modules,
  globalOutbound = "api",
  bindings = [
    (name = "NAMES", text = "headers"),
    (name = "UPSTREAM", service = "api"),
  ],
);
