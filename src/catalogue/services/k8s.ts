/** Kubernetes: the verbs of its API and what `kubectl` adds to them. */
import type { ServiceDefinition } from "./service-definition.ts";

export const k8s: ServiceDefinition = {
  name: "k8s",
  aliases: ["kubectl", "kubernetes"],
  layouts: {
    k8s: {
      cluster: ["k8s/{cluster}"],
      clusterScoped: ["k8s/{cluster}/cluster/{kind}/{name}", "k8s/{cluster}/cluster/{kind}"],
      namespace: ["k8s/{cluster}/namespaces/{namespace}"],
      namespaced: [
        "k8s/{cluster}/namespaces/{namespace}/{kind}",
        "k8s/{cluster}/namespaces/{namespace}/{kind}/{name}",
      ],
    },
  },
  actions: [
    { access: "read", names: "get read describe logs diff explain top" },
    { access: "list", names: "list watch" },
    {
      access: "write",
      names: "create apply patch update edit set scale autoscale annotate label expose rollout restart",
    },
    {
      access: "write",
      isDestructive: true,
      names: "replace rollback delete deletecollection drain evict prune",
    },
    { access: "write", names: "cordon uncordon taint wait" },
    // Reach into running containers.
    { access: "write", names: "exec attach cp debug port_forward proxy run" },
    { access: "permissions", names: "bind escalate impersonate approve sign create_token auth_reconcile" },
  ],
};
